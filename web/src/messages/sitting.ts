/** What the pages of a meeting that sits say by themselves. */
export const sitting = {
  waiting: (count: number) =>
    count > 1
      ? `${count} saisies sont gardées sur cet appareil, avec leur minute. Elles partent d’elles-mêmes dès que le serveur répond\u202f: continuez la séance, et ne fermez pas cette page.`
      : "Une saisie est gardée sur cet appareil, avec sa minute. Elle part d’elle-même dès que le serveur répond\u202f: continuez la séance, et ne fermez pas cette page.",
  refused: (count: number) => (count > 1 ? `${count} saisies n’ont pas été enregistrées.` : "Une saisie n’a pas été enregistrée."),
  session: "Votre session a pris fin. Reconnectez-vous dans un autre onglet\u202f: rien n’est perdu, ces saisies partiront ensuite.",
  why: (sentence: string) => `\u202f: ${sentence}`,
  again: "Réessayer",
  drop: "Ne plus la garder",
  unkept: "Cet appareil ne garde rien\u202f: ne fermez pas cette page.",
  unknown: "Le serveur l’a refusée.",
} as const;
