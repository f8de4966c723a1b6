//! What is said when a request has no other answer: what happened and that nothing is lost, then what to do.

/// A title, a sentence, an advice.
pub type Words = (&'static str, &'static str, &'static str);

/// 401, for programs: pages go to the log-in.
pub const LOGIN_NEEDED: Words = (
    "Connexion nécessaire",
    "Il faut être connecté pour faire cette demande.",
    "Connectez-vous, puis recommencez.",
);

/// 404.
pub const NOT_FOUND: Words = (
    "Cette page n’existe pas",
    "Rien ne se trouve à cette adresse, ou ce qui s’y trouve n’est pas ouvert à votre territoire.",
    "Vérifiez l’adresse, ou repartez de l’accueil.",
);

/// 403.
pub const FORBIDDEN: Words = (
    "Cette action ne vous est pas ouverte",
    "Vos mandats en cours ne permettent pas cette action. Rien n’a été changé.",
    "Si vous pensez qu’un mandat manque, écrivez au secrétariat de l’association.",
);

/// 409.
pub const CONFLICT: Words = (
    "Quelqu’un a agi avant vous",
    "L’état du texte a changé depuis que vous avez ouvert la page. Votre demande n’a rien changé.",
    "Revenez à la page précédente et rechargez-la\u{202f}: elle montre l’état actuel.",
);

/// 422.
pub const REFUSED: Words = (
    "Ce n’est pas encore possible",
    "La demande n’a pas pu être faite. Rien n’a été changé.",
    "Revenez à la page précédente\u{202f}: ce que vous avez saisi s’y trouve encore.",
);

/// 400.
pub const BAD_REQUEST: Words = (
    "Demande incomprise",
    "Le serveur n’a pas compris cette demande. Rien n’a été changé.",
    "Revenez à la page précédente, rechargez-la et recommencez.",
);

/// 403, a form from elsewhere.
pub const FORGED: Words = (
    "Formulaire refusé",
    "Ce formulaire vient d’une page ouverte dans une autre session ou d’un autre site. Rien n’a été changé.",
    "Revenez à la page précédente, rechargez-la et recommencez.",
);

/// 413.
pub const TOO_LARGE: Words = (
    "Envoi trop volumineux",
    "Ce qui a été envoyé dépasse la taille acceptée. Rien n’a été changé.",
    "Envoyez un fichier plus léger, ou moins de texte à la fois.",
);

/// 405.
pub const METHOD: Words = (
    "Demande impossible à cette adresse",
    "Cette adresse n’accepte pas ce genre de demande. Rien n’a été changé.",
    "Repartez de l’accueil.",
);

/// 503, the database is busy or away.
pub const BUSY: Words = (
    "Le service est momentanément occupé",
    "La base de données n’a pas répondu à temps. Rien n’est perdu\u{202f}: votre demande n’a rien changé.",
    "Attendez quelques secondes et recommencez.",
);

/// 503, the database cannot be written.
pub const NOT_WRITABLE: Words = (
    "Le service est en lecture seule",
    "La base de données ne peut pas être écrite en ce moment. Rien n’est perdu, mais rien ne peut être enregistré.",
    "Prévenez le secrétariat de l’association et gardez une copie de ce que vous venez de saisir.",
);

/// 500.
pub const INTERNAL: Words = (
    "Une erreur est survenue",
    "C’est une faute du logiciel, pas la vôtre. Rien n’est perdu\u{202f}: ce qui était enregistré l’est toujours, \
     et votre demande n’a rien changé.",
    "Recommencez. Si l’erreur revient, prévenez le secrétariat en indiquant l’heure et l’adresse de la page.",
);
