//! What a story is made of: a text, and what is done with it on which day.

use super::pen::Stroke;
use dires_domain::paper::{Opinion, PaperKind, Position, ReservationState, Vote};

/// How many days before today the oldest story starts.
pub const LONGEST: i64 = 1000;

/// A text and its way.
#[derive(Debug)]
pub struct Story {
    /// The name of its file, for errors.
    pub file: &'static str,
    /// Its words, in Markdown; its first heading is its title.
    pub markdown: &'static str,
    /// Its kind.
    pub kind: PaperKind,
    /// The slug of its volet.
    pub strand: Option<&'static str>,
    /// The slugs of the territories for which it speaks.
    pub perimeter: &'static [&'static str],
    /// To whom it is addressed.
    pub addressee: &'static str,
    /// By which day it must be adopted, in days from today; negative for a day that is past.
    pub deadline: Option<i64>,
    /// The call that it answers: its name, who launches it, and in how many days it closes.
    pub call: Option<(&'static str, &'static str, i64)>,
    /// Who starts it: the first part of an address, and how many days ago.
    pub started: (&'static str, i64),
    /// What follows: how many days ago, by whom, what.
    pub deeds: &'static [(i64, &'static str, Deed)],
}

/// Something that is done with a text.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// It is submitted to the directions.
    Submit,
    /// A territory's avis, with its words.
    Opinion(Opinion, &'static str),
    /// A sentence is written in the live text, right after these words.
    Write(&'static str, &'static str),
    /// An amendment of the frozen text is written and tabled, with its motive.
    Amend(Stroke, &'static str),
    /// A reserve is tabled on these words: what would stand in their place, and why.
    Reserve(&'static str, &'static str, &'static str),
    /// It is forwarded to the présidences.
    Forward,
    /// It is sent back, with a motive.
    SendBack(&'static str),
    /// A territory's position, with its words.
    Position(Position, &'static str),
    /// The conférence des présidences approves it.
    Approve,
    /// The assemblée générale adopts it: those that do not vote for, and what becomes of the reserves.
    Adopt(&'static [Said], &'static [Settled]),
    /// The assemblée générale refuses it: why, and those that do not vote for.
    Refuse(&'static str, &'static [Said]),
    /// The association publishes it.
    Publish,
}

/// A territory's vote.
pub type Said = (&'static str, Vote);

/// What becomes of a territory's reserve.
pub type Settled = (&'static str, ReservationState);
