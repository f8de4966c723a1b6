//! What is said of a text beside its words: kind, title, perimeter, volet, addressee, dates.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{StrandId, TerritoryId};
use crate::paper::PaperKind;
use crate::people::Territory;

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 500;

/// Longest of the other lines of a sheet, in characters.
pub const LONGEST_LINE: usize = 300;

/// The sheet of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Dire, réponse commune, paragraphe commun or contrat.
    pub kind: PaperKind,
    /// The title; the live text's own title once it exists.
    pub title: String,
    /// The territories for which it speaks, in no order.
    pub perimeter: Vec<TerritoryId>,
    /// The volet of the projet de coopération, if one.
    pub strand: Option<StrandId>,
    /// To whom it is addressed; may be empty.
    pub addressee: String,
    /// The day by which it must be adopted, if one.
    pub deadline: Option<NaiveDate>,
    /// The call that it answers; a réponse commune has one, no other kind has.
    pub call: Option<Call>,
}

/// An appel à projets or à manifestation d'intérêt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// Who launches it.
    pub carrier: String,
    /// The minute at which it closes.
    pub closes_at: DateTime<Utc>,
}

/// One thing that a sheet cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
    /// It has no title.
    NoTitle,
    /// Its title has more than [`LONGEST_TITLE`] characters.
    LongTitle,
    /// It speaks for fewer territories than its kind needs: at least so many.
    SmallPerimeter(usize),
    /// It speaks for a territory that is not in force on the day.
    NotInForce(TerritoryId),
    /// Its addressee has more than [`LONGEST_LINE`] characters.
    LongAddressee,
    /// A réponse commune without the name of its call.
    NoCall,
    /// The call's name or carrier has more than [`LONGEST_LINE`] characters.
    LongCall,
}

impl Sheet {
    /// Everything that the sheet cannot say on a day when these territories belong to the association.
    pub fn faults(&self, territories: &[Territory], on: NaiveDate) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        faults.extend(self.title_fault());
        faults.extend(self.perimeter_faults(territories, on));
        faults.extend(too_long(&self.addressee).then_some(SheetFault::LongAddressee));
        faults.extend(self.call_fault());
        faults
    }

    fn title_fault(&self) -> Option<SheetFault> {
        if self.title.trim().is_empty() {
            return Some(SheetFault::NoTitle);
        }
        (self.title.chars().count() > LONGEST_TITLE).then_some(SheetFault::LongTitle)
    }

    fn perimeter_faults(&self, territories: &[Territory], on: NaiveDate) -> Vec<SheetFault> {
        let in_force = |id| {
            territories
                .iter()
                .any(|territory| territory.id == id && territory.term.in_force(on))
        };
        let gone = self.perimeter.iter().filter(|id| !in_force(**id));
        let mut faults: Vec<_> = gone.map(|id| SheetFault::NotInForce(*id)).collect();
        let least = self.kind.least_perimeter();
        faults.extend((self.perimeter.len() < least).then_some(SheetFault::SmallPerimeter(least)));
        faults
    }

    fn call_fault(&self) -> Option<SheetFault> {
        match &self.call {
            None => (self.kind == PaperKind::JointResponse).then_some(SheetFault::NoCall),
            Some(call) if call.name.trim().is_empty() => Some(SheetFault::NoCall),
            Some(call) => {
                (too_long(&call.name) || too_long(&call.carrier)).then_some(SheetFault::LongCall)
            }
        }
    }

    /// The day by which something must be done: the deadline, or the call's closing if that comes first.
    pub fn due(&self) -> Option<NaiveDate> {
        let closing = self.call.as_ref().map(|call| call.closes_at.date_naive());
        match (self.deadline, closing) {
            (Some(deadline), Some(closing)) => Some(deadline.min(closing)),
            (deadline, closing) => deadline.or(closing),
        }
    }
}

fn too_long(line: &str) -> bool {
    line.chars().count() > LONGEST_LINE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Membership, Term};
    use uuid::Uuid;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    fn territory(until: Option<NaiveDate>) -> Territory {
        Territory {
            id: TerritoryId(Uuid::now_v7()),
            slug: "sicoval".to_owned(),
            name: "Sicoval".to_owned(),
            membership: Membership::Member,
            colour: 1,
            term: Term::new(day(1), until).unwrap(),
        }
    }

    fn sheet(kind: PaperKind, perimeter: Vec<TerritoryId>) -> Sheet {
        Sheet {
            kind,
            title: "Desserrement économique".to_owned(),
            perimeter,
            strand: None,
            addressee: String::new(),
            deadline: None,
            call: None,
        }
    }

    #[test]
    fn a_title_and_a_territory_are_enough_for_a_dire() {
        let home = territory(None);
        let dire = sheet(PaperKind::Dire, vec![home.id]);
        assert_eq!(dire.faults(&[home], day(10)), []);
    }

    #[test]
    fn each_fault_is_named() {
        let gone = territory(Some(day(9)));
        let mut contract = sheet(PaperKind::Contract, vec![gone.id]);
        contract.title = "  ".to_owned();
        contract.addressee = "x".repeat(LONGEST_LINE + 1);
        assert_eq!(
            contract.faults(std::slice::from_ref(&gone), day(10)),
            [
                SheetFault::NoTitle,
                SheetFault::NotInForce(gone.id),
                SheetFault::SmallPerimeter(2),
                SheetFault::LongAddressee
            ]
        );
        contract.title = "é".repeat(LONGEST_TITLE + 1);
        assert_eq!(contract.faults(&[gone], day(10))[0], SheetFault::LongTitle);
    }

    #[test]
    fn a_joint_response_names_its_call() {
        let home = territory(None);
        let mut response = sheet(PaperKind::JointResponse, vec![home.id]);
        assert_eq!(
            response.faults(std::slice::from_ref(&home), day(10)),
            [SheetFault::NoCall]
        );
        response.call = Some(Call {
            name: "Territoires d’industrie".to_owned(),
            carrier: "État".to_owned(),
            closes_at: "2026-06-20T10:00:00Z".parse().unwrap(),
        });
        assert_eq!(response.faults(&[home], day(10)), []);
        response.deadline = Some(day(25));
        assert_eq!(response.due(), Some(day(20)));
    }
}
