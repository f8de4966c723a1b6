//! Texts whose way is over: adopted and published, adopted and waiting, refused.

use dires_domain::paper::{Opinion, PaperKind, Position, ReservationState, Vote};

use crate::demo::cast::MEMBERS;
use crate::demo::story::{Deed, Story};

use Deed::{Adopt, Approve, Forward, Publish, Refuse, SendBack, Submit};
use Opinion::{Favourable, WithReservations};
use Position::Approves;

const YES: Deed = Deed::Opinion(Favourable, "");
const AYE: Deed = Deed::Position(Approves, "");

/// On land: the long one.
pub const LAND: Story = Story {
    file: "sobriete-fonciere.md",
    markdown: include_str!("../textes/sobriete-fonciere.md"),
    kind: PaperKind::Dire,
    strand: Some("developpement"),
    perimeter: &MEMBERS,
    addressee: "L’État en région et la Région Occitanie",
    deadline: Some(-780),
    call: None,
    started: ("direction.sicoval", 960),
    deeds: &[
        (905, "direction.sicoval", Submit),
        (
            898,
            "direction.agglo-foix-varilhes",
            Deed::Write(
                "parce qu’elle en fait un compte.",
                " Encore faut-il que ce compte soit tenu par un tiers, et que chacun puisse le relire.",
            ),
        ),
        (892, "direction.toulouse-metropole", YES),
        (890, "direction.sicoval", YES),
        (
            888,
            "direction.coeur-et-coteaux-du-comminges",
            Deed::Opinion(
                WithReservations,
                "La garantie communale devrait pouvoir être mise en commun sans attendre la révision des schémas.",
            ),
        ),
        (886, "direction.grand-montauban", YES),
        (884, "direction.carcassonne-agglo", YES),
        (881, "direction.agglo-foix-varilhes", YES),
        (875, "direction.sicoval", Forward),
        (850, "presidence.toulouse-metropole", AYE),
        (848, "presidence.sicoval", AYE),
        (845, "presidence.grand-montauban", AYE),
        (
            843,
            "presidence.carcassonne-agglo",
            Deed::Position(
                Position::WithReservations,
                "Préciser que la mutualisation des projets régionaux ne diminue pas l’enveloppe des villes d’équilibre.",
            ),
        ),
        (842, "presidence.agglo-foix-varilhes", AYE),
        (840, "presidence.coeur-et-coteaux-du-comminges", AYE),
        (830, "secretariat", Approve),
        (
            780,
            "secretariat",
            Adopt(&[], &[("carcassonne-agglo", ReservationState::Lifted)]),
        ),
        (776, "secretariat", Publish),
    ],
};

/// On water: sent back once, adopted with a reserve maintained.
pub const WATER: Story = Story {
    file: "eau-en-partage.md",
    markdown: include_str!("../textes/eau-en-partage.md"),
    kind: PaperKind::Dire,
    strand: Some("transition"),
    perimeter: &[
        "toulouse-metropole",
        "sicoval",
        "carcassonne-agglo",
        "grand-montauban",
        "agglo-foix-varilhes",
        "coeur-et-coteaux-du-comminges",
        "region-occitanie",
    ],
    addressee: "L’agence de l’eau et l’État en région",
    deadline: Some(-415),
    call: None,
    started: ("direction.carcassonne-agglo", 600),
    deeds: &[
        (560, "direction.carcassonne-agglo", Submit),
        (
            548,
            "direction.sicoval",
            SendBack(
                "Distinguer ce que nous ferons de ce que nous demandons, et renvoyer la tarification saisonnière à un second texte.",
            ),
        ),
        (
            538,
            "direction.carcassonne-agglo",
            Deed::Write(
                "lorsque les données communes permettront d’en parler autrement que par convictions.",
                " La tarification saisonnière y aura sa place.",
            ),
        ),
        (530, "direction.carcassonne-agglo", Submit),
        (522, "direction.carcassonne-agglo", YES),
        (521, "direction.toulouse-metropole", YES),
        (520, "direction.sicoval", YES),
        (519, "direction.grand-montauban", YES),
        (518, "direction.agglo-foix-varilhes", YES),
        (517, "direction.coeur-et-coteaux-du-comminges", YES),
        (515, "direction.carcassonne-agglo", Forward),
        (480, "presidence.toulouse-metropole", AYE),
        (479, "presidence.sicoval", AYE),
        (478, "presidence.carcassonne-agglo", AYE),
        (477, "presidence.grand-montauban", AYE),
        (476, "presidence.agglo-foix-varilhes", AYE),
        (
            474,
            "presidence.coeur-et-coteaux-du-comminges",
            Deed::Position(
                Position::WithReservations,
                "Les contrats d’amont doivent prévoir une juste contrepartie pour les communes forestières, et non pour les seules intercommunalités.",
            ),
        ),
        (460, "secretariat", Approve),
        (
            420,
            "secretariat",
            Adopt(
                &[("grand-montauban", Vote::Abstains)],
                &[(
                    "coeur-et-coteaux-du-comminges",
                    ReservationState::Maintained,
                )],
            ),
        ),
        (418, "secretariat", Publish),
    ],
};

/// On fares: refused by the assemblée générale.
pub const FARES: Story = Story {
    file: "tarification-commune.md",
    markdown: include_str!("../textes/tarification-commune.md"),
    kind: PaperKind::Dire,
    strand: Some("developpement"),
    perimeter: &MEMBERS,
    addressee: "La Région Occitanie et les autorités organisatrices de la mobilité",
    deadline: None,
    call: None,
    started: ("direction.grand-montauban", 520),
    deeds: &[
        (500, "direction.grand-montauban", Submit),
        (490, "direction.toulouse-metropole", YES),
        (489, "direction.sicoval", YES),
        (488, "direction.carcassonne-agglo", YES),
        (487, "direction.grand-montauban", YES),
        (486, "direction.agglo-foix-varilhes", YES),
        (485, "direction.coeur-et-coteaux-du-comminges", YES),
        (484, "direction.grand-montauban", Forward),
        (470, "presidence.toulouse-metropole", AYE),
        (470, "presidence.sicoval", AYE),
        (469, "presidence.carcassonne-agglo", AYE),
        (469, "presidence.grand-montauban", AYE),
        (468, "presidence.agglo-foix-varilhes", AYE),
        (468, "presidence.coeur-et-coteaux-du-comminges", AYE),
        (460, "secretariat", Approve),
        (
            420,
            "secretariat",
            Refuse(
                "L’assemblée demande qu’une étude commune précède toute prise de position sur le partage des recettes.",
                &[
                    ("toulouse-metropole", Vote::Against),
                    ("sicoval", Vote::Against),
                    ("carcassonne-agglo", Vote::Abstains),
                    ("agglo-foix-varilhes", Vote::Against),
                ],
            ),
        ),
    ],
};

/// On station districts: a réponse commune for four territories.
pub const STATIONS: Story = Story {
    file: "quartiers-de-gare.md",
    markdown: include_str!("../textes/quartiers-de-gare.md"),
    kind: PaperKind::JointResponse,
    strand: Some("revitalisation"),
    perimeter: &[
        "toulouse-metropole",
        "carcassonne-agglo",
        "grand-montauban",
        "agglo-foix-varilhes",
    ],
    addressee: "L’organisateur de l’appel",
    deadline: Some(-149),
    call: Some((
        "Quartiers de gare, appel à manifestation d’intérêt (imaginé pour la démonstration)",
        "Opérateur de démonstration",
        -140,
    )),
    started: ("technique.agglo-foix-varilhes", 260),
    deeds: &[
        (232, "direction.agglo-foix-varilhes", Submit),
        (226, "direction.toulouse-metropole", YES),
        (225, "direction.carcassonne-agglo", YES),
        (224, "direction.grand-montauban", YES),
        (222, "direction.agglo-foix-varilhes", YES),
        (220, "direction.agglo-foix-varilhes", Forward),
        (205, "presidence.toulouse-metropole", AYE),
        (204, "presidence.carcassonne-agglo", AYE),
        (203, "presidence.grand-montauban", AYE),
        (202, "presidence.agglo-foix-varilhes", AYE),
        (198, "secretariat", Approve),
        (
            152,
            "secretariat",
            Adopt(&[("sicoval", Vote::TakesNoPart)], &[]),
        ),
        (149, "secretariat", Publish),
    ],
};

/// On campuses: adopted, and not published yet.
pub const CAMPUSES: Story = Story {
    file: "antennes-universitaires.md",
    markdown: include_str!("../textes/antennes-universitaires.md"),
    kind: PaperKind::Dire,
    strand: Some("developpement"),
    perimeter: &MEMBERS,
    addressee: "Le rectorat, les universités et la Région Occitanie",
    deadline: Some(6),
    call: None,
    started: ("direction.agglo-foix-varilhes", 200),
    deeds: &[
        (160, "direction.agglo-foix-varilhes", Submit),
        (148, "direction.toulouse-metropole", YES),
        (147, "direction.sicoval", YES),
        (147, "direction.carcassonne-agglo", YES),
        (146, "direction.grand-montauban", YES),
        (145, "direction.agglo-foix-varilhes", YES),
        (145, "direction.coeur-et-coteaux-du-comminges", YES),
        (140, "direction.agglo-foix-varilhes", Forward),
        (100, "presidence.toulouse-metropole", AYE),
        (99, "presidence.sicoval", AYE),
        (99, "presidence.carcassonne-agglo", AYE),
        (98, "presidence.grand-montauban", AYE),
        (97, "presidence.agglo-foix-varilhes", AYE),
        (96, "presidence.coeur-et-coteaux-du-comminges", AYE),
        (90, "secretariat", Approve),
        (9, "secretariat", Adopt(&[], &[])),
    ],
};
