/** What the scripts say of images, in French: U+202F before high punctuation and inside « », U+2019 as apostrophe. */
export const imageMessages = {
  decorative: "Image décorative",
  silent: "Image sans texte de remplacement",
  read: (alt: string) => `Texte de remplacement\u202f: ${alt}`,
  block: (alt: string, decorative: boolean) => (decorative ? "Image décorative" : alt ? `Image\u202f: ${alt}` : "Image sans texte de remplacement"),
  enter: "Entrée pour la décrire",
  suggesting: "Une image ne se suggère pas\u202f: pour en ajouter, en retirer ou en décrire une, revenez à l’écriture.",
  inTable: "Un tableau ne contient que du texte\u202f: placez le curseur hors du tableau pour ajouter une image.",
  one: "Une image à la fois\u202f: seule la première est ajoutée.",
  offline: "L’image n’a pas pu être envoyée\u202f: elle demande le réseau. Rien n’est perdu\u202f; réessayez quand il sera revenu.",
  refused: (status: number) =>
    status === 401 || status === 403
      ? "L’image n’a pas été ajoutée\u202f: vous n’êtes plus connecté, ou ce texte ne vous est plus ouvert à l’écriture."
      : status === 413
        ? "Cette image est trop lourde pour être envoyée."
        : "L’image n’a pas pu être ajoutée. Rien n’est perdu\u202f; réessayez dans un moment.",
  dialog: {
    insert: "Ajouter une image",
    describe: "Décrire l’image",
    file: "Fichier de l’image",
    fileHint: "PNG, JPEG ou WebP. Le lieu, la date et l’appareil que le fichier contient ne sont pas gardés.",
    chosen: (name: string) => `Fichier\u202f: ${name}`,
    alt: "Texte de remplacement",
    altHint: "Ce que l’image apporte, en une ou deux phrases, à qui ne la voit pas.",
    decorative: "Image décorative\u202f: elle n’apporte rien que le texte ne dise",
    noFile: "Choisissez le fichier d’une image.",
    noAlt: "Écrivez ce que l’image montre, ou cochez «\u202fImage décorative\u202f».",
    sending: (percent: number) => `Envoi de l’image\u202f: ${percent}\u00a0%`,
    preparing: "L’image est reçue\u202f; le serveur la prépare.",
    add: "Ajouter",
    save: "Enregistrer",
    cancel: "Annuler",
    gone: "Cette image n’est plus dans le texte.",
  },
} as const;
