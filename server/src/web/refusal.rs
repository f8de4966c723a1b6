//! Why an action on a text was not done, as a problem that pages and the API show.

use dires_domain::circuit::Refusal;
use dires_domain::decision::Outcome;
use dires_domain::people::Territory;

use super::Problem;
use super::messages::{
    amendments as amendment_words, comments, comparison, consultation as words, decision,
    form as forms, images, navette as navette_words, papers as say, reserves, suggestions,
};
use crate::app::App;
use crate::papers::comments::Fault;
use crate::papers::{PaperError, amendments, consultation, form, navette, reservations};

/// The problem that tells this error, with the names of the association's territories.
pub async fn problem(app: &App, error: PaperError) -> Problem {
    let territories = async { app.db.read().await?.territories().await };
    match territories.await {
        Ok(territories) => told(error, &territories),
        Err(error) => error.into(),
    }
}

/// The same, where the territories are known.
pub fn told(error: PaperError, territories: &[Territory]) -> Problem {
    match error {
        PaperError::NotFound => Problem::NotFound,
        PaperError::Refused(refusal @ Refusal::NotAtThisStage { .. }) => {
            Problem::Conflict(say::refusal(&refusal))
        }
        PaperError::Refused(refusal) => Problem::Forbidden(say::refusal(&refusal)),
        PaperError::NotForTerritory => Problem::Forbidden(say::NO_TERRITORY.to_owned()),
        PaperError::DecidedBefore(line) => Problem::Conflict(say::decided_before(line.as_deref())),
        PaperError::TextChanged => Problem::Conflict(say::TEXT_CHANGED.to_owned()),
        PaperError::Missing(missing) => {
            let sentences = missing.iter().map(|it| say::missing(it, territories));
            refused(say::MISSING, sentences.collect())
        }
        PaperError::Sheet(faults) => {
            let sentences = faults.iter().map(|it| say::sheet_fault(*it, territories).1);
            refused(say::MISSING, sentences.collect())
        }
        PaperError::NoWords => refused(say::NO_RESERVE, Vec::new()),
        PaperError::TooManyWords => refused(say::TOO_MANY_WORDS, Vec::new()),
        PaperError::LongName => refused(&comparison::long_name(), Vec::new()),
        PaperError::SuggestionGone(decided) => {
            Problem::Conflict(suggestions::gone(decided.as_deref()))
        }
        PaperError::NotWritten => Problem::Conflict(suggestions::NOT_WRITTEN.to_owned()),
        PaperError::Amendment(fault) => amended(fault),
        PaperError::Comment(fault) => comment(fault),
        PaperError::Image(fault) => refused(&images::fault(fault), Vec::new()),
        PaperError::Consultation(fault) => consulted(&fault, territories),
        PaperError::Reservation(fault) => reserved(fault),
        PaperError::Form(fault) => formed(fault),
        PaperError::Navette(fault) => labelled(fault),
        PaperError::NotTheirs => refused(say::NOT_THEIRS, Vec::new()),
        PaperError::OtherResult(conclusion) => {
            let sentence = match conclusion.outcome {
                Outcome::NoQuorum => decision::NO_QUORUM,
                Outcome::Adopted | Outcome::Refused => say::OTHER_RESULT,
            };
            refused(sentence, vec![decision::explain(&conclusion)])
        }
        PaperError::Storage(error) => error.into(),
        error @ (PaperError::Malformed(_)
        | PaperError::NotCanonical(_)
        | PaperError::Document(_)) => Problem::Internal(error.to_string()),
    }
}

fn amended(fault: amendments::Fault) -> Problem {
    use amendments::Fault;
    use dires_domain::amendment::Refusal;
    let sentence = amendment_words::fault(fault);
    match fault {
        Fault::Life(Refusal::NotForThem { .. }) => Problem::Forbidden(sentence),
        Fault::Life(Refusal::NotNow { .. })
        | Fault::Changed
        | Fault::Overtaken
        | Fault::ParentGone
        | Fault::First(_) => Problem::Conflict(sentence),
        _ => refused(&sentence, Vec::new()),
    }
}

fn comment(fault: Fault) -> Problem {
    match fault {
        Fault::NoThread => Problem::NotFound,
        Fault::NotYours => Problem::Forbidden(comments::fault(fault)),
        Fault::Unsaved => Problem::Conflict(comments::fault(fault)),
        _ => refused(&comments::fault(fault), Vec::new()),
    }
}

fn reserved(fault: reservations::Fault) -> Problem {
    use reservations::Fault;
    match fault {
        Fault::None => Problem::NotFound,
        Fault::Ruled(_) => Problem::Conflict(reserves::fault(fault)),
        _ => refused(&reserves::fault(fault), Vec::new()),
    }
}

fn formed(fault: form::Fault) -> Problem {
    use form::Fault;
    match fault {
        Fault::None => Problem::NotFound,
        Fault::Contested | Fault::Overtaken => Problem::Conflict(forms::fault(fault)),
        _ => refused(&forms::fault(fault), Vec::new()),
    }
}

fn labelled(fault: navette::Fault) -> Problem {
    use navette::Fault;
    match fault {
        Fault::None => Problem::NotFound,
        Fault::Led | Fault::Withdrawn => Problem::Conflict(navette_words::fault(fault)),
        Fault::NoWords => refused(&navette_words::fault(fault), Vec::new()),
    }
}

fn consulted(fault: &consultation::Fault, territories: &[Territory]) -> Problem {
    use consultation::Fault;
    let sentence = words::fault(fault, territories);
    match fault {
        Fault::NotSeated | Fault::OtherTerritory | Fault::Heard(_) => Problem::Forbidden(sentence),
        Fault::UnderWay(_) | Fault::Closed(_) | Fault::None => Problem::Conflict(sentence),
        _ => refused(&sentence, Vec::new()),
    }
}

fn refused(sentence: &str, missing: Vec<String>) -> Problem {
    Problem::Refused {
        sentence: sentence.to_owned(),
        missing,
    }
}
