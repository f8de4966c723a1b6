//! Every setting once: what reads it, what documents it and what the README says come from this table.

use std::fmt::Write as _;

/// A setting as it is documented.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in the environment; in the file, the same in lower case without `DIRES_`.
    pub name: &'static str,
    /// What it is when nothing is said.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// A setting's name in the file.
pub fn key(name: &str) -> String {
    name.trim_start_matches("DIRES_").to_lowercase()
}

/// Where the server listens.
pub const LISTEN: &str = "DIRES_LISTEN";
/// The data folder.
pub const DATA: &str = "DIRES_DATA";
/// The database.
pub const DATABASE: &str = "DIRES_DATABASE";
/// The public address.
pub const PUBLIC_URL: &str = "DIRES_PUBLIC_URL";
/// The demo accounts' password.
pub const DEMO_PASSWORD: &str = "DIRES_DEMO_PASSWORD";
/// What is logged.
pub const LOG: &str = "DIRES_LOG";
/// How it is logged.
pub const LOG_FORMAT: &str = "DIRES_LOG_FORMAT";
/// Where the server is watched.
pub const METRICS: &str = "DIRES_METRICS";
/// The reverse proxies.
pub const PROXIES: &str = "DIRES_PROXIES";
/// A session's longest rest.
pub const SESSION_IDLE: &str = "DIRES_SESSION_IDLE_HOURS";
/// A session's longest life.
pub const SESSION_LIFE: &str = "DIRES_SESSION_DAYS";
/// The largest file.
pub const FILE_LIMIT: &str = "DIRES_FILE_LIMIT_MB";
/// The images of a text.
pub const IMAGES_LIMIT: &str = "DIRES_IMAGES_LIMIT_MB";
/// The mail server.
pub const SMTP_HOST: &str = "DIRES_SMTP_HOST";
/// Its port.
pub const SMTP_PORT: &str = "DIRES_SMTP_PORT";
/// How the way there is enciphered.
pub const SMTP_TLS: &str = "DIRES_SMTP_TLS";
/// The account on it.
pub const SMTP_USER: &str = "DIRES_SMTP_USER";
/// The account's password.
pub const SMTP_PASSWORD: &str = "DIRES_SMTP_PASSWORD";
/// How long it may be silent.
pub const SMTP_TIMEOUT: &str = "DIRES_SMTP_TIMEOUT_SECONDS";
/// Who writes.
pub const MAIL_FROM: &str = "DIRES_MAIL_FROM";
/// The settings file.
pub const CONFIG: &str = "DIRES_CONFIG";

/// Every setting, in the order in which it is documented.
pub const SETTINGS: [Setting; 21] = [
    Setting {
        name: LISTEN,
        default: "127.0.0.1:8080",
        help: "Adresse et port d’écoute.",
    },
    Setting {
        name: DATA,
        default: "data",
        help: "Dossier des données, créé s’il manque.",
    },
    Setting {
        name: DATABASE,
        default: "sqlite://<DIRES_DATA>/dires.sqlite",
        help: "Base de données\u{a0}: sqlite://chemin ou postgres://utilisateur:motdepasse@hote/base.",
    },
    Setting {
        name: PUBLIC_URL,
        default: "http://<DIRES_LISTEN>",
        help: "Adresse que tapent les visiteurs. En https://, les cookies exigent HTTPS et la démonstration est refusée.",
    },
    Setting {
        name: DEMO_PASSWORD,
        default: "(tiré au hasard et affiché)",
        help: "Mot de passe des comptes de démonstration. Jamais en production.",
    },
    Setting {
        name: LOG,
        default: "info,sqlx=warn",
        help: "Ce qui est journalisé\u{a0}: error, warn, info, debug, trace, ou un filtre par module.",
    },
    Setting {
        name: LOG_FORMAT,
        default: "texte",
        help: "Forme du journal\u{a0}: texte ou json.",
    },
    Setting {
        name: METRICS,
        default: "(aucune)",
        help: "Adresse et port où /metrics (Prometheus), /healthz et /readyz sont servis à part, par exemple 127.0.0.1:9090.",
    },
    Setting {
        name: PROXIES,
        default: "127.0.0.1,::1",
        help: "Mandataires inverses dont l’en-tête X-Forwarded-For est cru, séparés par des virgules.",
    },
    Setting {
        name: SESSION_IDLE,
        default: "12",
        help: "Heures sans activité après lesquelles une session prend fin.",
    },
    Setting {
        name: SESSION_LIFE,
        default: "7",
        help: "Jours après lesquels une session prend fin quoi qu’il arrive.",
    },
    Setting {
        name: FILE_LIMIT,
        default: "5",
        help: "Taille maximale d’un fichier envoyé, en mégaoctets.",
    },
    Setting {
        name: IMAGES_LIMIT,
        default: "50",
        help: "Poids maximal des images d’un texte, ensemble, en mégaoctets.",
    },
    Setting {
        name: SMTP_HOST,
        default: "(aucun, et aucun courriel)",
        help: "Serveur qui envoie les courriels. «\u{a0}dires mail test ADRESSE\u{a0}» essaie ces réglages.",
    },
    Setting {
        name: SMTP_PORT,
        default: "465, 587 ou 25 selon DIRES_SMTP_TLS",
        help: "Port de ce serveur.",
    },
    Setting {
        name: SMTP_TLS,
        default: "tls",
        help: "Chiffrement jusqu’à ce serveur\u{a0}: tls dès la connexion, starttls exigé ensuite, ou aucun.",
    },
    Setting {
        name: SMTP_USER,
        default: "(aucun)",
        help: "Compte sur ce serveur.",
    },
    Setting {
        name: SMTP_PASSWORD,
        default: "(aucun)",
        help: "Mot de passe de ce compte\u{a0}; jamais envoyé sans chiffrement, sauf à la machine elle-même.",
    },
    Setting {
        name: SMTP_TIMEOUT,
        default: "60",
        help: "Secondes après lesquelles un serveur muet est quitté, et avant le premier nouvel essai\u{a0}; l’attente double ensuite, jusqu’à une heure.",
    },
    Setting {
        name: MAIL_FROM,
        default: "(à donner avec DIRES_SMTP_HOST)",
        help: "Adresse qui envoie les courriels.",
    },
    Setting {
        name: CONFIG,
        default: "./dires.toml, sinon /etc/dires/dires.toml",
        help: "Fichier de réglages (TOML). L’environnement l’emporte sur le fichier.",
    },
];

/// The table as `dires settings` and `dires --help` print it.
pub fn described() -> String {
    let mut text = String::from(
        "Réglages, par l’environnement ou par le fichier dires.toml\n\
         (dans le fichier\u{a0}: le même nom en minuscules, sans DIRES_, par exemple listen = \"127.0.0.1:8080\")\u{a0}:\n",
    );
    for setting in &SETTINGS {
        write!(
            text,
            "\n  {}\n      {}\n      Par défaut\u{a0}: {}\n",
            setting.name, setting.help, setting.default
        )
        .expect("a string takes any text");
    }
    text + &super::hub::described()
}
