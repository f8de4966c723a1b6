//! What a form of a meeting asks to note.

use chrono::{DateTime, Utc};
use dires_domain::ids::BallotId;
use dires_domain::meeting::journal::Happening;
use dires_domain::people::Territory;
use uuid::Uuid;

use crate::sitting::close::Closing;
use crate::sitting::note::Entry;
use crate::web::messages::decision;
use crate::web::messages::errors::BAD_REQUEST;
use crate::web::{Form, Problem};

/// The longest words of what is put to the vote, in characters.
const LONGEST_ABOUT: usize = 300;

/// Reads it.
///
/// # Errors
///
/// What the pages do not send.
pub fn read(form: &Form, territories: &[Territory]) -> Result<Entry, Problem> {
    entry(form, territories).ok_or_else(|| Problem::BadRequest(BAD_REQUEST.1.to_owned()))
}

fn entry(form: &Form, territories: &[Territory]) -> Option<Entry> {
    Some(Entry {
        key: form.parse("cle")?,
        at: minute(form).ok()?,
        happening: happening(form)?,
        seen: form.parse::<Uuid>("vu"),
        closing: Closing {
            motive: form.raw("motif").to_owned(),
            reserves: territories
                .iter()
                .filter_map(|it| Some((it.id, form.parse(&format!("reserve-{}", it.id))?)))
                .collect(),
            explain: decision::explain,
        },
    })
}

/// The minute that a page kept while it was cut off, if it did.
fn minute(form: &Form) -> Result<Option<DateTime<Utc>>, chrono::ParseError> {
    match form.text("minute") {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

fn happening(form: &Form) -> Option<Happening> {
    let territory = || form.parse("territoire");
    Some(match form.text("geste") {
        "ouvrir" => Happening::Opened,
        "clore" => Happening::Closed,
        "presider" => Happening::Chaired {
            territory: territory()?,
        },
        "arriver" => Happening::Arrived {
            territory: territory()?,
        },
        "partir" => Happening::Left {
            territory: territory()?,
        },
        "excuser" => Happening::Excused {
            territory: territory()?,
        },
        "pouvoir" => Happening::ProxyGiven {
            grantor: territory()?,
            holder: form.parse("mandataire")?,
        },
        "fin-pouvoir" => Happening::ProxyEnded {
            grantor: territory()?,
        },
        "invite-arrive" => Happening::GuestArrived {
            guest: form.parse("invite")?,
        },
        "invite-part" => Happening::GuestLeft {
            guest: form.parse("invite")?,
        },
        "point" => Happening::PointTaken {
            point: form.parse("point")?,
        },
        "rayer" => Happening::Struck {
            event: form.parse("ligne")?,
        },
        _ => return voted(form),
    })
}

fn voted(form: &Form) -> Option<Happening> {
    let ballot = form.parse("scrutin")?;
    Some(match form.text("geste") {
        "mettre-aux-voix" => put(form, ballot)?,
        "voter" => Happening::Voted {
            ballot,
            territory: form.parse("territoire")?,
            vote: form.parse("vote")?,
        },
        "clore-vote" => Happening::BallotClosed {
            ballot,
            stated: match form.text("issue") {
                "adopter" => Some(true),
                "refuser" => Some(false),
                _ => None,
            },
        },
        _ => return None,
    })
}

/// A text, an amendment of it, which has a name, or something in words.
fn put(form: &Form, ballot: BallotId) -> Option<Happening> {
    let about = about(form)?;
    let amendment = match form.text("amendement") {
        "" => None,
        id => Some(id.parse().ok()?),
    };
    (amendment.is_none() || !about.is_empty()).then_some(Happening::BallotOpened {
        ballot,
        point: form.parse("point")?,
        about,
        amendment,
    })
}

/// What is put in words: one line.
fn about(form: &Form) -> Option<String> {
    let about = form.text("objet");
    let fits = about.chars().count() <= LONGEST_ABOUT && !about.contains(char::is_control);
    fits.then(|| about.to_owned())
}
