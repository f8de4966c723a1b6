//! Amendments as their pages show them.

use dires_domain::amendment::{AmendmentAct, AmendmentState};
use dires_domain::ids::TerritoryId;
use dires_domain::people::Territory;
use dires_domain::redline::Redline;
use dires_domain::text::shorten;

use super::address_of;
use crate::papers::amendments::Discussion;
use crate::storage::amendments::Amendment;
use crate::web::dates;
use crate::web::messages::{amendments as say, comparison};
use crate::web::pages::papers::view::Tag;

/// How much of its motive a line shows, in characters.
const MOTIVE: usize = 240;
/// How many of its changes a line of the list shows.
const CHANGES: usize = 3;

/// An amendment, in a line of a list.
pub struct Line {
    /// Its identifier.
    pub id: String,
    /// Its page.
    pub address: String,
    /// « Amendement n° 3 ».
    pub name: String,
    /// Its territories, the one that tables it first.
    pub territories: Vec<Tag>,
    /// What became of it: the word's code, and the word.
    pub state: (&'static str, &'static str),
    /// Its motive, in short.
    pub motive: String,
    /// What it changes, in short: the sort and the words.
    pub changes: Vec<(&'static str, String)>,
    /// How many changes are not among these.
    pub more: usize,
    /// Why it is in the state in which it is; may be empty.
    pub because: String,
    /// When; empty before it is tabled.
    pub when: String,
    /// Its place in the votes; empty where it has none.
    pub place: String,
    /// Those that cannot be accepted with it: « n° 2 ».
    pub excludes: Vec<String>,
    /// Those that amend it.
    pub under: Vec<Self>,
}

impl Line {
    /// One of a discussion.
    pub fn of(all: &Discussion, one: &Amendment, territories: &[Territory]) -> Self {
        let redline = all.redlines.get(&one.id);
        let changes = redline.map(changes).unwrap_or_default();
        let place = all.order.iter().position(|id| *id == one.id);
        let excluded = all
            .candidates
            .iter()
            .filter(|it| all.exclude(one.id, it.id));
        Self {
            id: one.id.to_string(),
            address: address_of(one.paper, one.id),
            name: name(one),
            territories: tags(one, territories),
            state: (one.state.code(), say::state(one.state)),
            motive: shorten(&one.motive, MOTIVE),
            more: changes.len().saturating_sub(CHANGES),
            changes: changes.into_iter().take(CHANGES).collect(),
            because: because(all, one),
            when: one
                .ended_at
                .or(one.tabled_at)
                .map(dates::instant)
                .unwrap_or_default(),
            place: place.map(|at| say::place(at + 1)).unwrap_or_default(),
            excludes: excluded.map(|it| it.number.to_string()).collect(),
            under: Vec::new(),
        }
    }

    /// The same with those that amend it.
    pub fn whole(all: &Discussion, one: &Amendment, territories: &[Territory]) -> Self {
        let under = all.under(one.id);
        let under = under.into_iter().map(|it| Self::of(all, it, territories));
        Self {
            under: under.collect(),
            ..Self::of(all, one, territories)
        }
    }
}

/// « Amendement n° 3 ».
pub fn name(one: &Amendment) -> String {
    say::name(one.number, one.parent.is_some())
}

/// Its territories, the one that tables it first.
pub fn tags(one: &Amendment, territories: &[Territory]) -> Vec<Tag> {
    let find = |id: TerritoryId| territories.iter().find(|it| it.id == id);
    let others = one.with.iter().filter(|it| **it != one.territory).copied();
    let all = std::iter::once(one.territory).chain(others);
    all.filter_map(find).map(Tag::from).collect()
}

/// What it changes, one by one: the sort and the words.
pub fn changes(redline: &Redline) -> Vec<(&'static str, String)> {
    let (changes, _) = redline.changes();
    let told = changes
        .iter()
        .map(|it| (comparison::sort(it.sort), comparison::excerpt(it)));
    told.collect()
}

/// Why it is in the state in which it is.
pub fn because(all: &Discussion, one: &Amendment) -> String {
    if one.state != AmendmentState::Fallen {
        return one.because.clone();
    }
    let cause = one.felled_by.and_then(|id| all.get(id));
    match cause {
        None => say::LEFT.to_owned(),
        Some(cause) => say::fell(cause.number, cause.state, one.parent == Some(cause.id)),
    }
}

/// Whether this may be done, for a template.
pub fn offers(acts: &[AmendmentAct], code: &str) -> bool {
    acts.iter().any(|act| act.code() == code)
}
