//! What a relevé tells of a meeting.

use super::journal::{FOIX, MONTAUBAN, SICOVAL, at, told};
use crate::ids::GuestId;
use crate::ids::{PointId, TerritoryId};
use crate::meeting::journal::Happening;
use crate::meeting::record::{DecisionRecord, Seated, Span};
use uuid::Uuid;

const FIRST: PointId = PointId(Uuid::from_u128(51));
const SECOND: PointId = PointId(Uuid::from_u128(52));
const GUEST: GuestId = GuestId(Uuid::from_u128(53));

fn spans(record: &DecisionRecord, of: TerritoryId) -> Vec<(Seated, i64, i64)> {
    let minutes = |it: chrono::DateTime<chrono::Utc>| (it - at(0)).num_minutes();
    let told = |span: &Span<Seated>| (span.what, minutes(span.from), minutes(span.until));
    record.seats_of(of).iter().map(told).collect()
}

#[test]
fn who_sat_is_told_minute_by_minute_and_what_lasted_none_is_not() {
    let record = DecisionRecord::of(&told(&[
        (-6, Happening::Arrived { territory: SICOVAL }),
        (-5, Happening::Chaired { territory: SICOVAL }),
        (
            -4,
            Happening::ProxyGiven {
                grantor: MONTAUBAN,
                holder: SICOVAL,
            },
        ),
        (0, Happening::Opened),
        (2, Happening::PointTaken { point: FIRST }),
        (3, Happening::GuestArrived { guest: GUEST }),
        (7, Happening::Arrived { territory: FOIX }),
        (9, Happening::Left { territory: FOIX }),
        (9, Happening::Arrived { territory: FOIX }),
        (12, Happening::GuestLeft { guest: GUEST }),
        (15, Happening::PointTaken { point: SECOND }),
        (
            20,
            Happening::Arrived {
                territory: MONTAUBAN,
            },
        ),
        (30, Happening::Left { territory: SICOVAL }),
        (40, Happening::Closed),
    ]))
    .expect("it was opened");
    assert_eq!(spans(&record, SICOVAL), [(Seated::Here, 0, 30)]);
    assert_eq!(spans(&record, FOIX), [(Seated::Here, 7, 40)]);
    assert_eq!(
        spans(&record, MONTAUBAN),
        [(Seated::By(SICOVAL), 0, 20), (Seated::Here, 20, 40)]
    );
    let guest = Span {
        what: (),
        from: at(3),
        until: at(12),
    };
    assert_eq!(record.guests[&GUEST], [guest]);
    assert_eq!(record.taken, [(FIRST, at(2)), (SECOND, at(15))]);
    assert_eq!(record.chairs[0].what, SICOVAL);
    assert_eq!((record.opened_at, record.closed_at), (at(0), Some(at(40))));
}

#[test]
fn whoever_comes_in_the_last_minute_was_there() {
    let record = DecisionRecord::of(&told(&[
        (0, Happening::Opened),
        (9, Happening::Arrived { territory: FOIX }),
        (9, Happening::Closed),
    ]))
    .unwrap();
    assert_eq!(spans(&record, FOIX), [(Seated::Here, 9, 9)]);
}

#[test]
fn a_meeting_that_was_not_opened_has_no_record() {
    let events = told(&[(0, Happening::Arrived { territory: FOIX })]);
    assert_eq!(DecisionRecord::of(&events), None);
}
