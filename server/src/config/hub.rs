//! The limits of the live hub: each once, with its default, its range and its reason. People who write meet none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A limit, which is a whole number.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Its name in the environment; in the file, the same in lower case without `DIRES_`.
    pub name: &'static str,
    /// What it is when nothing is said.
    pub default: u64,
    /// The least that it may be.
    pub least: u64,
    /// The most that it may be.
    pub most: u64,
    /// What is counted.
    pub unit: &'static str,
    /// Why it is what it is.
    pub reason: &'static str,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $default:literal in $least:literal..=$most:literal $unit:literal, $reason:literal;)*) => {
        $($(#[$doc])* pub const $constant: Limit = Limit {
            name: $name, default: $default, least: $least, most: $most, unit: $unit, reason: $reason,
        };)*
        /// Every limit, in the order in which it is documented.
        pub const LIMITS: &[Limit] = &[$($constant),*];
    };
}

limits! {
    /// One frame.
    FRAME = "DIRES_HUB_FRAME_KIB", 8_192 in 64..=65_536 "Kio",
        "Un message reçu. Des heures d’écriture hors ligne reviennent en un seul.";
    /// One change, inflated.
    CHANGE = "DIRES_HUB_CHANGE_KIB", 2_048 in 64..=16_384 "Kio",
        "Une modification, décompressée. Un texte entier collé d’un coup en fait 300.";
    /// The changes of one message, inflated.
    MESSAGE = "DIRES_HUB_MESSAGE_KIB", 65_536 in 64..=524_288 "Kio",
        "Les modifications d’un message, décompressées. Ce qui s’écrit se comprime cinq fois, une bombe mille.";
    /// Operations of one change.
    OPERATIONS = "DIRES_HUB_OPERATIONS", 200_000 in 1_000..=2_000_000 "opérations",
        "Une modification. Un signe en est une\u{202f}; coller le plus long des textes en fait 100 000.";
    /// Operations of one message.
    MESSAGE_OPERATIONS = "DIRES_HUB_MESSAGE_OPERATIONS", 1_000_000 in 1_000..=10_000_000 "opérations",
        "Les modifications d’un message. Une journée de frappe sans pause en fait 150 000\u{202f}; lue, chacune prend 200 octets.";
    /// Direct dependencies of one change.
    DEPENDENCIES = "DIRES_HUB_DEPENDENCIES", 1_000 in 100..=100_000 "modifications",
        "Ce qu’une modification suit directement. Autant que de personnes qui ont écrit au même instant.";
    /// Replicas that one change names.
    ACTORS = "DIRES_HUB_ACTORS", 10_000 in 100..=100_000 "répliques",
        "Ce dont une modification nomme les signes. Un onglet ouvert est une réplique\u{202f}; tout effacer les nomme toutes.";
    /// Replicas of one person.
    REPLICAS = "DIRES_HUB_REPLICAS", 2_000 in 10..=100_000 "répliques",
        "Une personne, sur un texte, depuis toujours. Une page où elle a écrit en est une.";
    /// Heads of one person.
    BRANCHES = "DIRES_HUB_BRANCHES", 64 in 2..=10_000 "modifications",
        "Une personne, sur un texte, que nulle autre ne suit encore. Une page ouverte en a une.";
    /// What a client says of a change beside it.
    REMARK = "DIRES_HUB_REMARK_BYTES", 1_024 in 0..=65_536 "octets",
        "Ce qu’un client ajoute à une modification, que personne n’affiche.";
    /// The title.
    TITLE = "DIRES_HUB_TITLE", 2_000 in 1_000..=5_000 "unités UTF-16",
        "Une page n’en laisse écrire que 500\u{202f}; le reste est la place de ce que plusieurs y écrivent au même instant.";
    /// The body.
    BODY = "DIRES_HUB_BODY", 2_000_000 in 10_000..=10_000_000 "unités UTF-16",
        "Un texte. Mille pages.";
    /// How far ahead a clock may be.
    AHEAD = "DIRES_HUB_AHEAD_SECONDS", 300 in 0..=86_400 "secondes",
        "Avance de l’horloge d’un client. Aucune date affichée ne vient d’elle.";
    /// Documents of one connection.
    DOCUMENTS = "DIRES_HUB_DOCUMENTS", 64 in 1..=10_000 "textes",
        "Ouverts sur une connexion. Une page en ouvre un.";
    /// Connections of one person.
    CONNECTIONS = "DIRES_HUB_CONNECTIONS", 32 in 1..=100_000 "connexions",
        "Une personne. Un onglet en prend une\u{202f}; une connexion morte est comptée encore deux signes de vie.";
    /// Changes at once.
    CHANGES_BURST = "DIRES_HUB_CHANGES_BURST", 100_000 in 100..=10_000_000 "modifications",
        "Une personne, d’un coup. Qui revient après des heures hors ligne envoie tout.";
    /// Changes a second.
    CHANGES_RATE = "DIRES_HUB_CHANGES_PER_SECOND", 2_000 in 10..=1_000_000 "modifications par seconde",
        "Une personne, ensuite. Frapper en fait dix\u{202f}; au-delà, sa connexion est lue plus lentement et rien n’est perdu.";
    /// Bytes at once.
    BYTES_BURST = "DIRES_HUB_BYTES_BURST_KIB", 65_536 in 64..=1_048_576 "Kio",
        "Une personne, d’un coup.";
    /// Bytes a second.
    BYTES_RATE = "DIRES_HUB_BYTES_PER_SECOND_KIB", 2_048 in 16..=1_048_576 "Kio par seconde",
        "Une personne, ensuite, lue plus lentement de même.";
    /// One ephemeral message.
    EPHEMERAL = "DIRES_HUB_EPHEMERAL_KIB", 16 in 1..=1_024 "Kio",
        "Un message qui n’est pas gardé. Un curseur fait cent octets.";
    /// Ephemeral messages at once.
    EPHEMERAL_BURST = "DIRES_HUB_EPHEMERAL_BURST", 200 in 10..=1_000_000 "messages",
        "Une personne, d’un coup, non gardés.";
    /// Ephemeral messages a second.
    EPHEMERAL_RATE = "DIRES_HUB_EPHEMERAL_PER_SECOND", 50 in 1..=100_000 "messages par seconde",
        "Une personne, ensuite\u{202f}; le reste est oublié, comme un curseur l’est au suivant.";
    /// Frames that wait for a reader.
    QUEUE = "DIRES_HUB_QUEUE_FRAMES", 512 in 16..=100_000 "messages",
        "En attente d’un lecteur lent, qui est coupé ensuite et retrouve tout en revenant.";
    /// Bytes that wait for a reader.
    QUEUE_BYTES = "DIRES_HUB_QUEUE_KIB", 65_536 in 1_024..=1_048_576 "Kio",
        "De même. Un message seul passe quelle que soit sa taille\u{a0}: un texte long est envoyé entier.";
    /// Seconds between two pings.
    PING = "DIRES_HUB_PING_SECONDS", 20 in 1..=300 "secondes",
        "Entre deux signes de vie demandés\u{202f}; qui n’en donne pas en deux fois ce temps, ou ne s’annonce pas, est coupé.";
    /// Seconds in memory.
    IDLE = "DIRES_HUB_IDLE_SECONDS", 60 in 1..=86_400 "secondes",
        "Un texte reste en mémoire après son dernier lecteur. Recharger la page ne le relit pas.";
}

/// What the limits are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubLimits(BTreeMap<&'static str, u64>);

impl HubLimits {
    /// What this limit is.
    pub fn of(&self, limit: &Limit) -> u64 {
        self.0.get(limit.name).copied().unwrap_or(limit.default)
    }

    /// Sets a limit, which must be one of [`LIMITS`] and within its range.
    pub fn set(&mut self, limit: &Limit, value: u64) {
        self.0.insert(limit.name, value);
    }
}

/// The limits as `dires settings` prints them.
pub fn described() -> String {
    let mut text = String::from("\nLimites de la rédaction à plusieurs\u{a0}:\n");
    for limit in LIMITS {
        let Limit {
            name,
            default,
            least,
            most,
            unit,
            reason,
        } = limit;
        write!(
            text,
            "\n  {name}\n      {reason}\n      Par défaut\u{a0}: {default} {unit} (de {least} à {most})\n"
        )
        .expect("a string takes any text");
    }
    text
}
