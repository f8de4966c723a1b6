const number = (count: number): string => count.toLocaleString("fr-FR");

/** What the scripts say of tables, in French: U+202F before high punctuation and inside « », U+2019 as apostrophe. */
export const tableMessages = {
  place: (table: number, line: number, lines: number, column: number, columns: number) =>
    `Tableau ${table}, ligne ${line} sur ${lines}, colonne ${column} sur ${columns}`,
  header: "en-tête",
  fill: "Écrire dans cette cellule",
  tooMany: (most: number, count: number) =>
    `Un texte compte au plus ${number(most)} cellules de tableau, et il en aurait ${number(count)}. Rien n’a été ajouté\u202f: le texte est tel qu’il était. Un tableau de cette taille se publie mieux à part, en données ouvertes.`,
  commands: {
    leave: "Aller au-dessous du tableau, dont Tab et Maj+Tab parcourent les cellules",
  },
  tools: {
    label: "Tableau",
    above: "Insérer une ligne au-dessus",
    below: "Insérer une ligne au-dessous",
    left: "Insérer une colonne à gauche",
    right: "Insérer une colonne à droite",
    removeRow: "Supprimer la ligne",
    removeColumn: "Supprimer la colonne",
    header: "La première ligne est un en-tête",
    remove: "Supprimer le tableau",
  },
  dialog: {
    title: "Insérer un tableau",
    rows: "Lignes",
    columns: "Colonnes",
    header: "La première ligne est un en-tête",
    hint: (rows: number, columns: number) => `De 1 à ${rows} lignes et de 1 à ${columns} colonnes, que vous pourrez ajouter ou supprimer.`,
    invalid: (rows: number, columns: number) => `Indiquez de 1 à ${rows} lignes et de 1 à ${columns} colonnes.`,
    apply: "Insérer",
    cancel: "Annuler",
  },
} as const;
