//! A consultation with its arithmetic: « 9 réponses et 2 silences, qui valent abstention, sur 11 : quorum de 6 atteint ;
//! 8 pour, 1 contre, 2 abstentions : 9 suffrages exprimés, majorité 5 : adopté. »

use dires_domain::decision::{Basis, Closing, Conclusion, Found, Outcome, Silence, Tally};
use dires_domain::paper::Vote;

use super::explain::{cannot_say, needs, outcome, quorum, votes};
use crate::web::messages::count;

/// A consultation, in one sentence made of its numbers.
pub fn closing(closing: &Closing) -> String {
    let answered = answered(closing);
    let tally = Tally::count(&closing.sitting);
    match &closing.found {
        Found::Concluded(conclusion) => concluded(&answered, conclusion),
        Found::Opposed(against) => format!(
            "{answered}\u{202f}; {}\u{202f}: {} et la règle de l’instance renvoie alors le texte en séance. \
             Rien n’est décidé.",
            votes(&tally, false),
            match against {
                1 => "un territoire s’oppose,".to_owned(),
                many => format!("{many}\u{a0}territoires s’opposent,"),
            }
        ),
        Found::Tied => format!(
            "{answered}\u{202f}; {}\u{202f}: partage égal des voix, que seule une présidence de séance départage. \
             Le texte est renvoyé en séance\u{202f}; rien n’est décidé.",
            votes(&tally, false)
        ),
        Found::Unsaid(why) => format!(
            "{answered}\u{202f}; {}\u{202f}: rien n’est calculé, {}.",
            votes(&tally, false),
            cannot_say(why)
        ),
    }
}

fn concluded(answered: &str, conclusion: &Conclusion) -> String {
    let tally = &conclusion.tally;
    let Basis::Computed(computed) = &conclusion.basis else {
        return format!("{answered}\u{202f}: {}.", outcome(conclusion.outcome));
    };
    let there = format!("{answered}{}", quorum(computed.quorum));
    if conclusion.outcome == Outcome::NoQuorum {
        return format!("{there}\u{202f}: rien n’est décidé.");
    }
    let said = votes(tally, computed.weighted);
    let needs = needs(computed, tally);
    let outcome = outcome(conclusion.outcome);
    format!("{there}\u{202f}; {said}\u{202f}: {needs}\u{202f}: {outcome}.")
}

/// « 9 réponses et 2 silences, qui valent abstention, sur 11 ».
fn answered(closing: &Closing) -> String {
    let voters = closing.sitting.voting().count();
    let silent = closing.silent.len();
    let answers = match voters - silent {
        0 => "Aucune réponse".to_owned(),
        some => count(
            u32::try_from(some).unwrap_or(u32::MAX),
            "réponse",
            "réponses",
        ),
    };
    let silences = u32::try_from(silent).unwrap_or(u32::MAX);
    let said = match silences {
        0 => String::new(),
        1 => format!(" et un silence, qui vaut {},", means(closing)),
        many => format!(" et {many}\u{a0}silences, qui valent {},", means(closing)),
    };
    format!("{answers}{said} sur\u{a0}{voters}")
}

/// What a silence was counted as.
fn means(closing: &Closing) -> &'static str {
    let silent = |it: &&dires_domain::decision::Seat| closing.silent.contains(&it.territory);
    let vote = closing.sitting.voting().find(silent).map(|it| it.vote);
    let silence = Silence::ALL.iter().find(|it| Some(it.vote()) == vote);
    match silence {
        Some(Silence::Approves) => "approbation",
        Some(Silence::Abstains) => "abstention",
        Some(Silence::Absent) | None => "absence",
    }
}

/// Avis that decide nothing: « 3 favorables, 1 défavorable, 2 sans réponse. »
pub fn gathered(votes: &[Vote], silent: usize) -> String {
    let number = |vote: Vote| votes.iter().filter(|it| **it == vote).count();
    let counts = [
        (number(Vote::For), "favorable", "favorables"),
        (number(Vote::Against), "défavorable", "défavorables"),
        (number(Vote::Abstains), "sans avis", "sans avis"),
        (
            number(Vote::TakesNoPart),
            "ne se prononce pas",
            "ne se prononcent pas",
        ),
        (silent, "n’a pas répondu", "n’ont pas répondu"),
    ];
    let told = counts.into_iter().filter(|(number, ..)| *number > 0);
    let told: Vec<_> = told
        .map(|(number, one, many)| count(u32::try_from(number).unwrap_or(u32::MAX), one, many))
        .collect();
    format!(
        "{}. Ce recueil d’avis n’a pas valeur de décision.",
        told.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn avis_are_counted_in_words() {
        let said = gathered(&[Vote::For, Vote::For, Vote::Against], 1).replace('\u{a0}', " ");
        assert_eq!(
            said,
            "2 favorables, 1 défavorable, 1 n’a pas répondu. Ce recueil d’avis n’a pas valeur de décision."
        );
    }
}
