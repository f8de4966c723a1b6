//! The body, the day, who was there and the votes, whichever way they came: in the address or in the form.

use chrono::NaiveDate;
use dires_domain::decision::{Attendance, Presence, Said};
use dires_domain::ids::{BodyId, TerritoryId};
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::Territory;

use crate::papers::step::RecordedBallot;
use crate::web::Form;
use crate::web::messages::decision;

/// What comes before the territory in the value of a pouvoir.
const PROXY: &str = "pouvoir-";

/// What was asked or typed, and why it was refused.
#[derive(Default)]
pub struct Asked {
    /// Fields and values, as typed.
    pub fields: Vec<(String, String)>,
    /// What happened, on top of the page.
    pub alert: String,
    /// What is missing, one sentence each.
    pub missing: Vec<String>,
    /// What would come of these votes, where it was asked.
    pub result: String,
}

impl Asked {
    /// What was typed in the form, where these are the association's territories.
    pub fn typed(form: &Form, territories: &[Territory]) -> Self {
        let mut names: Vec<_> = ["instance", "jour", "motif", "presidence", "deuxieme"]
            .map(str::to_owned)
            .into();
        for territory in territories {
            names.push(presence_field(territory.id));
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
        self.said(name).unwrap_or_default()
    }

    fn said(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The day, if it is one.
    pub fn day(&self) -> Option<NaiveDate> {
        self.text("jour").parse().ok()
    }

    /// The body, if it can be one.
    pub fn body(&self) -> Option<BodyId> {
        self.text("instance").parse().ok()
    }

    /// The territory that chairs.
    pub fn chair(&self) -> Option<TerritoryId> {
        self.text("presidence").parse().ok()
    }

    /// Whether the body met on a second convocation.
    pub fn second_call(&self) -> bool {
        self.text("deuxieme") == "oui"
    }

    /// The value of a territory's presence; none before the form was sent.
    pub fn presence(&self, of: TerritoryId) -> Option<&str> {
        self.said(&presence_field(of))
    }

    /// What a territory voted.
    pub fn vote(&self, of: TerritoryId) -> Option<Vote> {
        self.text(&vote_field(of)).parse().ok()
    }

    /// What became of a territory's reserve.
    pub fn reserve(&self, of: TerritoryId) -> Option<ReservationState> {
        self.text(&reserve_field(of)).parse().ok()
    }

    fn attendance(&self, of: TerritoryId) -> Option<Attendance> {
        let said = self.presence(of)?;
        let holder = said.strip_prefix(PROXY).map(str::parse).transpose().ok()?;
        let presence = match holder {
            Some(_) => Presence::Represented,
            None => said.parse().ok()?,
        };
        Some(Attendance {
            territory: of,
            presence,
            holder,
        })
    }

    /// The ballot to record.
    pub fn ballot(&self, territories: &[Territory]) -> RecordedBallot {
        let ids = || territories.iter().map(|territory| territory.id);
        RecordedBallot {
            body: self.body(),
            date: self.day(),
            said: Said {
                chair: self.chair(),
                second_call: self.second_call(),
                attendance: ids().filter_map(|id| self.attendance(id)).collect(),
                votes: ids().filter_map(|id| Some((id, self.vote(id)?))).collect(),
            },
            reserves: ids()
                .filter_map(|id| Some((id, self.reserve(id)?)))
                .collect(),
            explain: decision::explain,
        }
    }
}

/// The value that says that a territory gave its pouvoir to this one.
pub fn proxy_to(holder: TerritoryId) -> String {
    format!("{PROXY}{holder}")
}

/// The name of the field of a territory's presence.
pub fn presence_field(of: TerritoryId) -> String {
    format!("presence-{of}")
}

fn vote_field(of: TerritoryId) -> String {
    format!("vote-{of}")
}

fn reserve_field(of: TerritoryId) -> String {
    format!("reserve-{of}")
}
