//! Who sees what of a meeting, on a day.

use chrono::NaiveDate;

use super::MeetingState;
use crate::ids::{BodyId, PointId};
use crate::people::{Function, Mandate};

/// What somebody sees of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// They serve the association: all of it, and may do what its state allows.
    Office,
    /// They sit in the body, and are convened: all of it but who opened its file.
    Whole,
    /// They sit in the body, and it is being prepared: its date and place.
    Date,
    /// They come from outside: its date and place, and these points.
    Points(Vec<PointId>),
    /// That it exists is not theirs to know.
    Nothing,
}

/// A meeting, as far as it says who sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The body that meets.
    pub body: BodyId,
    /// Where it stands.
    pub state: MeetingState,
    /// Whether its members were ever convened.
    pub was_convened: bool,
}

impl Sight {
    /// What someone with these mandates sees on a day; `invited` are the points for which they come from outside.
    pub fn of(meeting: Seen, mandates: &[Mandate], on: NaiveDate, invited: &[PointId]) -> Self {
        let mut in_force = mandates.iter().filter(|it| it.term.in_force(on));
        if in_force
            .clone()
            .any(|it| it.function == Function::Secretariat)
        {
            return Self::Office;
        }
        let sits = in_force.any(|it| it.seats.iter().any(|seat| seat.body == meeting.body));
        match (sits, meeting.was_convened) {
            (true, true) => Self::Whole,
            (true, false) if meeting.state == MeetingState::Prepared => Self::Date,
            (false, true) if !invited.is_empty() => Self::Points(invited.to_vec()),
            _ => Self::Nothing,
        }
    }

    /// Whether they see that it exists.
    pub fn is_something(&self) -> bool {
        *self != Self::Nothing
    }

    /// Whether they see this point of its agenda.
    pub fn shows(&self, point: PointId) -> bool {
        match self {
            Self::Office | Self::Whole => true,
            Self::Points(points) => points.contains(&point),
            Self::Date | Self::Nothing => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{MandateId, PersonId, TerritoryId};
    use crate::people::{Seat, Term};
    use uuid::Uuid;

    const BODY: BodyId = BodyId(Uuid::from_u128(1));
    const OTHER: BodyId = BodyId(Uuid::from_u128(2));
    const POINT: PointId = PointId(Uuid::from_u128(3));

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn mandate(function: Function, seat: Option<BodyId>) -> Mandate {
        let office = function == Function::Secretariat;
        Mandate {
            id: MandateId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            territory: (!office).then(|| TerritoryId(Uuid::nil())),
            function,
            term: Term::new(day(5), Some(day(20))).unwrap(),
            seats: seat
                .map(|body| Seat {
                    body,
                    conducts: None,
                })
                .into_iter()
                .collect(),
        }
    }

    #[test]
    fn who_sees_what_is_this_table() {
        use MeetingState::{Cancelled, Convened, Prepared};
        let office = mandate(Function::Secretariat, None);
        let member = mandate(Function::Presidency, Some(BODY));
        let other = mandate(Function::Presidency, Some(OTHER));
        let seen = |state, was_convened| Seen {
            body: BODY,
            state,
            was_convened,
        };
        let prepared = seen(Prepared, false);
        let convened = seen(Convened, true);
        let dropped = seen(Cancelled, false);
        let cancelled = seen(Cancelled, true);
        let guest = Sight::Points(vec![POINT]);
        let table = [
            (
                prepared,
                [Sight::Office, Sight::Date, Sight::Nothing, Sight::Nothing],
            ),
            (
                convened,
                [Sight::Office, Sight::Whole, Sight::Nothing, guest.clone()],
            ),
            (
                dropped,
                [
                    Sight::Office,
                    Sight::Nothing,
                    Sight::Nothing,
                    Sight::Nothing,
                ],
            ),
            (
                cancelled,
                [Sight::Office, Sight::Whole, Sight::Nothing, guest],
            ),
        ];
        for (meeting, expected) in table {
            let sight = |mandate: &Mandate, invited: &[PointId]| {
                Sight::of(meeting, std::slice::from_ref(mandate), day(10), invited)
            };
            let found = [
                sight(&office, &[]),
                sight(&member, &[]),
                sight(&other, &[]),
                sight(&other, &[POINT]),
            ];
            assert_eq!(found, expected, "{meeting:?}");
        }
    }

    #[test]
    fn a_mandate_that_ended_shows_nothing() {
        let member = [mandate(Function::Presidency, Some(BODY))];
        let meeting = Seen {
            body: BODY,
            state: MeetingState::Convened,
            was_convened: true,
        };
        for (on, sees) in [(4, false), (5, true), (20, true), (21, false)] {
            let sight = Sight::of(meeting, &member, day(on), &[]);
            assert_eq!(sight.is_something(), sees, "on {on} March");
        }
    }
}
