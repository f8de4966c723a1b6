//! The questions of a rule's form, each with the answers that it offers.

use dires_domain::decision::{
    Abstention, Between, Casting, Checked, Counted, Majority, NoPart, Opposition, SecondCall,
    Silence, Voters,
};

use super::typed::{TypedRule, code, quorums};
use crate::web::messages::decision;

/// One question with few answers.
pub struct Question {
    /// The field.
    pub name: &'static str,
    /// What is asked.
    pub legend: &'static str,
    /// What helps to answer; may be empty.
    pub hint: &'static str,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// One answer.
pub struct Answer {
    /// Its value; empty while it is to be confirmed.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one typed.
    pub chosen: bool,
}

impl Answer {
    /// Whether this is « à confirmer ».
    pub fn is_open(&self) -> bool {
        self.code.is_empty()
    }
}

/// Every question, by the part of the form where it stands.
pub struct Questions {
    /// Who votes.
    pub voters: Question,
    /// With how many voices.
    pub voices: Question,
    /// Which quorum: a list.
    pub quorum: Question,
    /// What is asked where there is a quorum.
    pub presence: Vec<Question>,
    /// What adoption needs.
    pub majority: Vec<Question>,
    /// Whether pouvoirs are admitted.
    pub proxies: Question,
    /// How many a mandataire may hold.
    pub limit: Question,
    /// Between whom.
    pub between: Question,
    /// Whether written consultation is provided for.
    pub written: Question,
    /// What is asked where it is.
    pub terms: Vec<Question>,
}

impl Questions {
    /// The questions, with what was typed.
    pub fn of(typed: &TypedRule) -> Self {
        Self {
            voters: ask(typed, "votants", "Qui vote", "", voters()),
            voices: ask(typed, "voix", "Avec combien de voix", "", voices()),
            quorum: quorum(typed),
            presence: presence(typed),
            majority: majority(typed),
            proxies: ask(
                typed,
                "pouvoirs",
                "Un territoire peut-il voter pour un autre\u{202f}?",
                "",
                proxies(),
            ),
            limit: ask(
                typed,
                "pouvoirs_limite",
                "Pouvoirs qu’un mandataire peut tenir",
                "",
                limit(),
            ),
            between: ask(
                typed,
                "pouvoirs_entre",
                "Entre qui",
                "",
                open(Between::ALL, Between::code, decision::between),
            ),
            written: ask(
                typed,
                "ecrite",
                "L’instance peut-elle décider par consultation écrite\u{202f}?",
                "Une association ne décide par écrit que si ses statuts le prévoient. Sinon, seul un recueil d’avis, sans valeur de décision, est possible.",
                written(),
            ),
            terms: terms(typed),
        }
    }
}

type Offered = Vec<(String, String)>;

fn ask(
    typed: &TypedRule,
    name: &'static str,
    legend: &'static str,
    hint: &'static str,
    offered: Offered,
) -> Question {
    let answers = offered.into_iter().map(|(code, label)| Answer {
        chosen: typed.text(name) == code,
        code,
        label,
    });
    Question {
        name,
        legend,
        hint,
        answers: answers.collect(),
    }
}

/// « À confirmer », then every word of a list.
fn open<T: Copy>(all: &[T], code: fn(T) -> &'static str, label: fn(T) -> &'static str) -> Offered {
    let words = all.iter().map(|it| (code(*it), label(*it)));
    with_unknown(words)
}

fn with_unknown<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Offered {
    let unknown = [("", decision::UNKNOWN)].into_iter();
    let all = unknown.chain(words);
    all.map(|(code, label)| (code.to_owned(), label.to_owned()))
        .collect()
}

fn voters() -> Offered {
    let all = Voters::ALL.iter();
    all.map(|it| (it.code().to_owned(), decision::voters(*it).to_owned()))
        .collect()
}

fn voices() -> Offered {
    with_unknown([
        ("une", "Une voix par territoire"),
        ("ponderees", "Un nombre de voix propre à chaque territoire"),
    ])
}

fn proxies() -> Offered {
    with_unknown([
        ("interdits", "Non\u{202f}: les pouvoirs ne sont pas admis"),
        ("admis", "Oui\u{202f}: les pouvoirs sont admis"),
    ])
}

fn limit() -> Offered {
    with_unknown([("sans", "Sans limite"), ("nombre", "Au plus ce nombre")])
}

fn written() -> Offered {
    with_unknown([
        ("non", "Non\u{202f}: les statuts ne la prévoient pas"),
        ("oui", "Oui\u{202f}: les statuts la prévoient"),
    ])
}

fn quorum(typed: &TypedRule) -> Question {
    let mut offered = with_unknown([("aucun", "Aucun quorum n’est exigé")]);
    let shares = quorums()
        .map(|(share, exceeded)| (code(share, exceeded), decision::share(share, exceeded)));
    offered.extend(shares);
    ask(typed, "quorum", "Combien doivent être là", "", offered)
}

fn presence(typed: &TypedRule) -> Vec<Question> {
    vec![
        ask(
            typed,
            "quorum_compte",
            "Qui compte pour le quorum",
            "",
            open(Counted::ALL, Counted::code, decision::counted),
        ),
        ask(
            typed,
            "quorum_quand",
            "Quand il est vérifié",
            "Vérifié à l’ouverture, il reste acquis si des territoires partent ensuite.",
            open(Checked::ALL, Checked::code, decision::checked),
        ),
        ask(
            typed,
            "quorum_deuxieme",
            "Sur deuxième convocation",
            "Quand le quorum manquait à la première séance.",
            open(SecondCall::ALL, SecondCall::code, decision::second_call),
        ),
    ]
}

fn majority(typed: &TypedRule) -> Vec<Question> {
    vec![
        ask(
            typed,
            "majorite",
            "Majorité qui adopte",
            "Les suffrages exprimés sont les votes pour et contre\u{202f}; la question suivante dit si l’abstention en est un.",
            open(Majority::ALL, Majority::code, decision::majority),
        ),
        ask(
            typed,
            "abstention",
            "Une abstention",
            "",
            open(Abstention::ALL, Abstention::code, decision::abstention),
        ),
        ask(
            typed,
            "sans_part",
            "«\u{202f}Ne prend pas part au vote\u{202f}»",
            "",
            open(NoPart::ALL, NoPart::code, decision::no_part),
        ),
        ask(
            typed,
            "partage",
            "Autant de voix pour que contre",
            "Se pose quand l’instance adopte à plus de la moitié des suffrages exprimés.",
            open(Casting::ALL, Casting::code, decision::casting),
        ),
    ]
}

fn terms(typed: &TypedRule) -> Vec<Question> {
    vec![
        ask(
            typed,
            "ecrite_silence",
            "Le silence d’un territoire",
            "",
            open(Silence::ALL, Silence::code, decision::silence),
        ),
        ask(
            typed,
            "ecrite_opposition",
            "Une seule opposition",
            "",
            open(Opposition::ALL, Opposition::code, decision::opposition),
        ),
    ]
}
