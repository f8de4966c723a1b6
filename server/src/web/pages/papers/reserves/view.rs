//! Reserves as their page lists them: the passage as it reads, the wording beside it, what became of it.

use dires_domain::ids::VersionId;
use dires_domain::paper::ReservationState;
use dires_domain::redline::Redline;
use dires_domain::text::{Block, Text};

use crate::papers::comments::list::Where;
use crate::papers::reservations::list::{Listed, Reservations};
use crate::storage::reservations::Reservation;
use crate::web::dates;
use crate::web::messages::{reserves as say, words};
use crate::web::pages::papers::compare::MARKING;
use crate::web::pages::papers::{address, view};

/// A reserve.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the template"
)]
pub struct ReserveView {
    /// How it is called.
    pub number: i32,
    /// Its territory.
    pub territory: String,
    /// Its territory's colour.
    pub colour: i16,
    /// What became of it.
    pub state: &'static str,
    /// The same, for its badge.
    pub code: &'static str,
    /// The passage when the reserve was tabled.
    pub quote: String,
    /// The passage as it reads now; none where it reads the same.
    pub now: Option<String>,
    /// The passage is gone.
    pub gone: bool,
    /// It was found by its words elsewhere.
    pub moved: bool,
    /// The heading that it stands under; may be empty.
    pub under: String,
    /// What would change in the passage, as HTML.
    pub redline: String,
    /// The passage is to be removed.
    pub removes: bool,
    /// The text says by now what the reserve proposes.
    pub same_now: bool,
    /// Why; may be empty.
    pub motive: String,
    /// When, and on which version.
    pub tabled: (String, i32),
    /// When it was decided, and on which version.
    pub ruled: Option<(String, i32)>,
    /// The reader may lift it.
    pub lift: bool,
    /// The reader may maintain it.
    pub maintain: bool,
    /// Its territory left the perimeter while it was undecided.
    pub outside: bool,
}

/// The reserves of a text.
pub struct ReservesView {
    /// The text's address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub revision: i64,
    /// The number of its last version.
    pub last: i32,
    /// How many there are; empty where there is none.
    pub count: String,
    /// Each.
    pub reserves: Vec<ReserveView>,
    /// Whether the reader may table one.
    pub tables: bool,
    /// Until when the body is consulted; empty where it is not.
    pub closes: String,
}

impl ReservesView {
    /// Puts them in words.
    pub fn of(found: &Reservations) -> Self {
        let undecided = found
            .reservations
            .iter()
            .filter(|it| found.blocks(&it.reservation));
        Self {
            address: address(found.paper.id),
            title: view::title(&found.paper.sheet.title),
            revision: found.paper.revision,
            last: found.last,
            count: match found.reservations.len() {
                0 => String::new(),
                all => say::count(all, undecided.count()),
            },
            reserves: found.reservations.iter().map(|it| of(it, found)).collect(),
            tables: !found.speaks.is_empty(),
            closes: found.closes_at.map(dates::instant).unwrap_or_default(),
        }
    }
}

fn of(listed: &Listed, found: &Reservations) -> ReserveView {
    let (reservation, place) = (&listed.reservation, &listed.place);
    let speaks = found.speaks.contains(&reservation.territory);
    let state = reservation.state;
    let now = match place {
        Where::Passage { words, .. } => Some(words.as_str()),
        Where::Whole | Where::Gone => None,
    };
    let quote = reservation.quote.words.as_str();
    let same_now = now == Some(reservation.wording.as_str());
    ReserveView {
        now: now.filter(|it| *it != quote).map(str::to_owned),
        gone: now.is_none(),
        moved: matches!(place, Where::Passage { moved: true, .. }),
        under: match place {
            Where::Passage { under, .. } => under.clone(),
            Where::Whole | Where::Gone => String::new(),
        },
        same_now,
        // Against its quote where the text says it already: what it changed is still seen.
        redline: redline(now.filter(|_| !same_now).unwrap_or(quote), reservation),
        lift: speaks && state != ReservationState::Lifted,
        maintain: speaks && state == ReservationState::Standing,
        outside: state == ReservationState::Standing && !found.blocks(reservation),
        ..drawn(reservation, found)
    }
}

/// A reserve by itself, without the text in which it stands.
fn drawn(reservation: &Reservation, found: &Reservations) -> ReserveView {
    let number = |version: VersionId| found.versions.get(&version).copied().unwrap_or_default();
    let mut territories = found.territories.iter();
    let territory = territories.find(|it| it.id == reservation.territory);
    ReserveView {
        number: reservation.number,
        territory: territory.map(|it| it.name.clone()).unwrap_or_default(),
        colour: territory.map_or(0, |it| it.colour),
        state: words::reservation(reservation.state),
        code: reservation.state.code(),
        quote: reservation.quote.words.clone(),
        now: None,
        gone: false,
        moved: false,
        under: String::new(),
        redline: redline(&reservation.quote.words, reservation),
        same_now: false,
        removes: reservation.wording.is_empty(),
        motive: reservation.motive.clone(),
        tabled: (dates::instant(reservation.at), number(reservation.version)),
        ruled: reservation
            .ruled
            .map(|it| (dates::instant(it.at), number(it.version))),
        lift: false,
        maintain: false,
        outside: false,
    }
}

/// What would change in these words.
fn redline(words: &str, reservation: &Reservation) -> String {
    let text = |words: &str| Text {
        title: String::new(),
        blocks: match words {
            "" => Vec::new(),
            words => vec![Block::paragraph(words)],
        },
    };
    let prefix = format!("reserve-{}-", reservation.number);
    Redline::between(&text(words), &text(&reservation.wording)).to_html(&prefix, &MARKING)
}
