//! The body, the day and the votes, whichever way they came: in the address or in the form.

use chrono::NaiveDate;
use dires_domain::ids::{BodyId, TerritoryId};
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::Territory;

use crate::papers::step::RecordedBallot;
use crate::web::Form;
use crate::web::messages::decision;

/// What was asked or typed, and why it was refused.
#[derive(Default)]
pub struct Asked {
    /// Fields and values, as typed.
    pub fields: Vec<(String, String)>,
    /// What happened, on top of the page.
    pub alert: String,
    /// What is missing, one sentence each.
    pub missing: Vec<String>,
}

impl Asked {
    /// What was typed in the form, where these are the association's territories.
    pub fn typed(form: &Form, territories: &[Territory]) -> Self {
        let mut names: Vec<_> = ["instance", "jour", "motif"].map(str::to_owned).into();
        for territory in territories {
            names.push(vote_field(territory.id));
            names.push(reserve_field(territory.id));
        }
        let kept = names.into_iter().map(|name| {
            let value = form.raw(&name).to_owned();
            (name, value)
        });
        Self {
            fields: kept.collect(),
            ..Self::default()
        }
    }

    /// A field, as typed.
    pub fn text(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// The day, if it is one.
    pub fn day(&self) -> Option<NaiveDate> {
        self.text("jour").parse().ok()
    }

    /// The body, if it can be one.
    pub fn body(&self) -> Option<BodyId> {
        self.text("instance").parse().ok()
    }

    /// What a territory voted.
    pub fn vote(&self, of: TerritoryId) -> Option<Vote> {
        self.text(&vote_field(of)).parse().ok()
    }

    /// What became of a territory's reserve.
    pub fn reserve(&self, of: TerritoryId) -> Option<ReservationState> {
        self.text(&reserve_field(of)).parse().ok()
    }

    /// The ballot to record.
    pub fn ballot(&self, territories: &[Territory]) -> RecordedBallot {
        let ids = || territories.iter().map(|territory| territory.id);
        RecordedBallot {
            body: self.body(),
            date: self.day(),
            votes: ids().filter_map(|id| Some((id, self.vote(id)?))).collect(),
            reserves: ids()
                .filter_map(|id| Some((id, self.reserve(id)?)))
                .collect(),
            explain: decision::explain,
        }
    }
}

fn vote_field(of: TerritoryId) -> String {
    format!("vote-{of}")
}

fn reserve_field(of: TerritoryId) -> String {
    format!("reserve-{of}")
}
