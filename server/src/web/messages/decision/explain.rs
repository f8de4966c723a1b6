//! A decision with its arithmetic: « 9 présents et 1 représenté sur 11 : quorum de 6 atteint ; 8 pour, 1 contre,
//! 1 abstention : 9 suffrages exprimés, majorité 5 : adopté. »

#[cfg(test)]
mod tests;

use dires_domain::decision::{
    Attended, Basis, Checked, Computation, Conclusion, Counted, Majority, Outcome, QuorumFound,
    Tally, Tie, Unsaid, Why,
};
use dires_domain::paper::Vote;

use crate::web::messages::count;

/// A decision, in one sentence made of its numbers.
pub fn explain(conclusion: &Conclusion) -> String {
    let there = attended(conclusion.attended);
    let tally = &conclusion.tally;
    let outcome = outcome(conclusion.outcome);
    match &conclusion.basis {
        Basis::Stated(why) => format!(
            "{there}\u{202f}; {}\u{202f}: {outcome}, selon ce que le secrétariat a constaté\u{202f}; {}.",
            votes(tally, false),
            cannot_say(why)
        ),
        Basis::Computed(computed) => {
            let there = format!("{there}{}", quorum(computed.quorum));
            if conclusion.outcome == Outcome::NoQuorum {
                return format!("{there}\u{202f}: {outcome}.");
            }
            let votes = votes(tally, computed.weighted);
            let needs = needs(computed, tally);
            format!("{there}\u{202f}; {votes}\u{202f}: {needs}\u{202f}: {outcome}.")
        }
    }
}

/// Why the rule does not say what comes of a vote: « la règle de l’instance est à confirmer ».
pub fn cannot_say(why: &Why) -> String {
    let questions = match why {
        Why::Unsaid(questions) if !questions.is_empty() => questions,
        _ => return "la règle de l’instance est à confirmer".to_owned(),
    };
    let mut said: Vec<_> = questions.iter().map(|it| unsaid(*it)).collect();
    said.dedup();
    format!(
        "la règle de l’instance ne dit pas encore {}",
        said.join(", ni ")
    )
}

const fn unsaid(question: Unsaid) -> &'static str {
    match question {
        Unsaid::Voices | Unsaid::VoicesOf(_) => "combien de voix a chaque territoire",
        Unsaid::Majority => "à quelle majorité elle adopte",
        Unsaid::Quorum => "si un quorum est exigé",
        Unsaid::Counted => "si les représentés comptent pour le quorum",
        Unsaid::Checked => "quand le quorum est vérifié",
        Unsaid::SecondCall => "si le quorum vaut sur deuxième convocation",
        Unsaid::Abstention => "ce que compte une abstention",
        Unsaid::NoPart => "ce que compte «\u{202f}ne prend pas part au vote\u{202f}»",
        Unsaid::Casting => "ce qui départage un nombre égal de voix",
        Unsaid::Written => "si elle peut être consultée par écrit",
        Unsaid::LeastDays => "combien de jours dure une consultation écrite",
        Unsaid::Silence => "ce que vaut le silence dans une consultation écrite",
        Unsaid::Opposition => "ce que fait une opposition à une consultation écrite",
    }
}

pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Adopted => "adopté",
        Outcome::Refused => "refusé",
        Outcome::NoQuorum => "l’instance ne peut pas délibérer",
    }
}

fn attended(attended: Attended) -> String {
    let mut there = match attended.present {
        0 => "aucun présent".to_owned(),
        present => count(present, "présent", "présents"),
    };
    if attended.represented > 0 {
        let represented = count(attended.represented, "représenté", "représentés");
        there = format!("{there} et {represented}");
    }
    if attended.at == Checked::AtOpening {
        there = format!("à l’ouverture, {there}");
    }
    let mut letters = there.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    format!(
        "{}{} sur\u{a0}{}",
        first.unwrap_or_default(),
        letters.as_str(),
        attended.members
    )
}

pub(super) fn quorum(found: QuorumFound) -> String {
    let QuorumFound::Asked {
        needed, counted, ..
    } = found
    else {
        let again = if found == QuorumFound::Waived {
            " sur deuxième convocation"
        } else {
            ""
        };
        return format!(", sans quorum exigé{again}");
    };
    let needed = match counted {
        Counted::PresentOrRepresented => needed.to_string(),
        Counted::Present => count(needed, "présent", "présents"),
    };
    let met = if found.is_met() {
        "atteint"
    } else {
        "non atteint"
    };
    format!("\u{202f}: quorum de {needed} {met}")
}

pub(super) fn votes(tally: &Tally, weighted: bool) -> String {
    let voices = if weighted { "\u{a0}voix" } else { "" };
    let mut said = vec![
        format!("{}{voices}\u{a0}pour", tally.favour),
        format!("{}\u{a0}contre", tally.against),
    ];
    if tally.abstentions > 0 {
        said.push(count(tally.abstentions, "abstention", "abstentions"));
    }
    if tally.no_part > 0 {
        let verb = if tally.no_part > 1 {
            "ne prennent"
        } else {
            "ne prend"
        };
        said.push(format!("{}\u{a0}{verb} pas part au vote", tally.no_part));
    }
    said.join(", ")
}

pub(super) fn needs(computed: &Computation, tally: &Tally) -> String {
    let needed = computed.needed;
    let said = match computed.majority {
        Majority::NoOpposition => return opposed(computed, tally),
        Majority::Members if computed.weighted => {
            format!("{} au total, majorité\u{a0}{needed}", voices(computed.base))
        }
        Majority::Members => {
            let members = count(computed.base, "membre", "membres");
            format!("{members}, majorité\u{a0}{needed}")
        }
        _ if computed.base == 0 => return "aucun suffrage exprimé".to_owned(),
        Majority::Cast => format!("{}, majorité\u{a0}{needed}", cast(computed, tally)),
        Majority::TwoThirds => format!("{}, deux tiers\u{a0}{needed}", cast(computed, tally)),
        Majority::Unanimity => format!("{}, unanimité\u{a0}{needed}", cast(computed, tally)),
    };
    match computed.tie {
        None => said,
        Some(Tie::Stands) => format!("{said}, partage égal des voix"),
        Some(Tie::ByChair(vote)) => format!(
            "{said}, partage égal des voix, la voix prépondérante de la présidence de séance est {}",
            chair(vote)
        ),
    }
}

fn cast(computed: &Computation, tally: &Tally) -> String {
    let cast = count(computed.base, "suffrage exprimé", "suffrages exprimés");
    if computed.base > tally.favour + tally.against {
        format!("{cast}, abstentions comprises")
    } else {
        cast
    }
}

fn opposed(computed: &Computation, tally: &Tally) -> String {
    match (tally.against, tally.favour) {
        (0, 0) => "aucun suffrage exprimé".to_owned(),
        (0, _) => "sans opposition".to_owned(),
        (against, _) if computed.weighted => format!("{} d’opposition", voices(against)),
        (against, _) => count(against, "opposition", "oppositions"),
    }
}

fn voices(number: u32) -> String {
    count(number, "voix", "voix")
}

const fn chair(vote: Vote) -> &'static str {
    match vote {
        Vote::For => "pour",
        Vote::Against => "contre",
        Vote::Abstains => "une abstention",
        Vote::TakesNoPart | Vote::Absent => "absente du vote",
    }
}
