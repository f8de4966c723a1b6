//! Texts on their way: at the adoption, before the présidences, before the directions, in rédaction.

use dires_domain::paper::{Opinion, PaperKind, Position};

use crate::demo::cast::MEMBERS;
use crate::demo::pen::Stroke;
use crate::demo::story::{Deed, Story};

use Deed::{Approve, Forward, Submit};

const YES: Deed = Deed::Opinion(Opinion::Favourable, "");
const AYE: Deed = Deed::Position(Position::Approves, "");

/// On housing: waits for the assemblée générale.
pub const HOUSING: Story = Story {
    file: "loger-ceux-qui-travaillent.md",
    markdown: include_str!("../textes/loger-ceux-qui-travaillent.md"),
    kind: PaperKind::Dire,
    strand: Some("revitalisation"),
    perimeter: &MEMBERS,
    addressee: "L’État, les bailleurs et les employeurs du bassin",
    deadline: Some(24),
    call: None,
    started: ("direction.toulouse-metropole", 150),
    deeds: &[
        (118, "direction.toulouse-metropole", Submit),
        (110, "direction.toulouse-metropole", YES),
        (109, "direction.sicoval", YES),
        (108, "direction.carcassonne-agglo", YES),
        (107, "direction.grand-montauban", YES),
        (106, "direction.agglo-foix-varilhes", YES),
        (105, "direction.coeur-et-coteaux-du-comminges", YES),
        (102, "direction.toulouse-metropole", Forward),
        (60, "presidence.toulouse-metropole", AYE),
        (58, "presidence.sicoval", AYE),
        (57, "presidence.carcassonne-agglo", AYE),
        (
            55,
            "presidence.grand-montauban",
            Deed::Position(
                Position::WithReservations,
                "Le fonds de garantie ne doit pas être à la charge des seules intercommunalités : écrire la part attendue des employeurs.",
            ),
        ),
        (54, "presidence.agglo-foix-varilhes", AYE),
        (53, "presidence.coeur-et-coteaux-du-comminges", AYE),
        (40, "secretariat", Approve),
    ],
};

/// On rail: three positions taken, one with a reserve on a passage, three awaited; three amendments, two of them of the
/// same words.
pub const RAIL: Story = Story {
    file: "maillage-ferroviaire.md",
    markdown: include_str!("../textes/maillage-ferroviaire.md"),
    kind: PaperKind::Dire,
    strand: Some("developpement"),
    perimeter: &MEMBERS,
    addressee: "L’État, la Région Occitanie et le gestionnaire du réseau",
    deadline: Some(18),
    call: None,
    started: ("direction.coeur-et-coteaux-du-comminges", 120),
    deeds: &[
        (72, "direction.coeur-et-coteaux-du-comminges", Submit),
        (
            67,
            "direction.agglo-foix-varilhes",
            Deed::Write(
                "et les entreprises d’y venir.",
                " Ce programme dirait aussi comment circuler pendant les travaux.",
            ),
        ),
        (64, "direction.toulouse-metropole", YES),
        (63, "direction.sicoval", YES),
        (62, "direction.carcassonne-agglo", YES),
        (
            61,
            "direction.grand-montauban",
            Deed::Opinion(
                Opinion::WithReservations,
                "Le paragraphe sur le financement gagnerait à rappeler les contributions déjà versées.",
            ),
        ),
        (60, "direction.agglo-foix-varilhes", YES),
        (59, "direction.coeur-et-coteaux-du-comminges", YES),
        (50, "direction.coeur-et-coteaux-du-comminges", Forward),
        (20, "presidence.coeur-et-coteaux-du-comminges", AYE),
        (17, "presidence.sicoval", AYE),
        (
            15,
            "presidence.toulouse-metropole",
            Deed::Amend(
                Stroke {
                    after: "",
                    over: "une demi-heure aux heures chargées",
                    words: "un quart d’heure aux heures chargées dans l’aire urbaine, une demi-heure ailleurs",
                },
                "Dans l’aire urbaine, une demi-heure ne fait laisser sa voiture à personne.",
            ),
        ),
        (
            14,
            "presidence.agglo-foix-varilhes",
            Deed::Amend(
                Stroke {
                    after: "",
                    over: "une demi-heure aux heures chargées",
                    words: "une demi-heure de 6 heures à 9 heures et de 16 heures à 20 heures",
                },
                "Dire les heures, pour que l’on puisse vérifier.",
            ),
        ),
        (
            13,
            "presidence.carcassonne-agglo",
            Deed::Amend(
                Stroke {
                    after: "toutes les gares et haltes, selon un modèle commun",
                    over: "",
                    words: ", et en publier l’usage chaque année",
                },
                "Un engagement se mesure.",
            ),
        ),
        (
            12,
            "presidence.grand-montauban",
            Deed::Reserve(
                "une demi-heure aux heures chargées",
                "une fréquence convenue branche par branche",
                "Toutes les branches n’ont pas la même demande.",
            ),
        ),
        (
            12,
            "presidence.grand-montauban",
            Deed::Position(Position::WithReservations, ""),
        ),
    ],
};

/// On business: some avis, voided by an edit, given again by some.
pub const BUSINESS: Story = Story {
    file: "desserrement-economique.md",
    markdown: include_str!("../textes/desserrement-economique.md"),
    kind: PaperKind::Dire,
    strand: Some("developpement"),
    perimeter: &MEMBERS,
    addressee: "La Région Occitanie et les chambres consulaires",
    deadline: Some(12),
    call: None,
    started: ("direction.sicoval", 60),
    deeds: &[
        (24, "direction.sicoval", Submit),
        (18, "direction.grand-montauban", YES),
        (17, "direction.sicoval", YES),
        (
            11,
            "direction.coeur-et-coteaux-du-comminges",
            Deed::Write(
                "pas de zone nouvelle sans desserte.",
                " À défaut de train, une ligne de car aux heures de prise de poste.",
            ),
        ),
        (6, "direction.sicoval", YES),
        (
            4,
            "direction.carcassonne-agglo",
            Deed::Opinion(
                Opinion::WithReservations,
                "Le partage des recettes doit rester une étude : ne pas le présenter comme un engagement.",
            ),
        ),
    ],
};

/// On wood: a contract between two, ready to be forwarded.
pub const WOOD: Story = Story {
    file: "contrat-bois-energie.md",
    markdown: include_str!("../textes/contrat-bois-energie.md"),
    kind: PaperKind::Contract,
    strand: Some("transition"),
    perimeter: &["toulouse-metropole", "coeur-et-coteaux-du-comminges"],
    addressee: "",
    deadline: Some(40),
    call: None,
    started: ("technique.coeur-et-coteaux-du-comminges", 45),
    deeds: &[
        (14, "direction.coeur-et-coteaux-du-comminges", Submit),
        (8, "direction.coeur-et-coteaux-du-comminges", YES),
        (3, "direction.toulouse-metropole", YES),
    ],
};

/// On shade: a paragraphe commun in rédaction.
pub const SHADE: Story = Story {
    file: "fraicheur-centres-anciens.md",
    markdown: include_str!("../textes/fraicheur-centres-anciens.md"),
    kind: PaperKind::SupportStatement,
    strand: Some("transition"),
    perimeter: &[
        "toulouse-metropole",
        "sicoval",
        "carcassonne-agglo",
        "grand-montauban",
    ],
    addressee: "À joindre aux candidatures de chacun",
    deadline: Some(70),
    call: None,
    started: ("direction.carcassonne-agglo", 15),
    deeds: &[],
};

/// On food: a réponse commune in rédaction, whose call closes soon.
pub const FOOD: Story = Story {
    file: "alimentation-de-proximite.md",
    markdown: include_str!("../textes/alimentation-de-proximite.md"),
    kind: PaperKind::JointResponse,
    strand: Some("transition"),
    perimeter: &[
        "toulouse-metropole",
        "sicoval",
        "agglo-foix-varilhes",
        "coeur-et-coteaux-du-comminges",
    ],
    addressee: "L’organisateur de l’appel",
    deadline: Some(16),
    call: Some((
        "Alimentation de proximité, appel à projets (imaginé pour la démonstration)",
        "Opérateur de démonstration",
        21,
    )),
    started: ("direction.sicoval", 9),
    deeds: &[
        (
            6,
            "direction.coeur-et-coteaux-du-comminges",
            Deed::Write(
                "plutôt qu’un bâtiment neuf.",
                " Le premier pourrait s’adosser au marché de gros, les deux autres à des coopératives volontaires.",
            ),
        ),
        (
            2,
            "technique.agglo-foix-varilhes",
            Deed::Write(
                "Le budget et la part de chacun.",
                " Une première estimation est attendue des services de restauration.",
            ),
        ),
    ],
};
