//! What holds of any journal and of any agenda.

use proptest::prelude::*;
use uuid::Uuid;

use super::journal::{FOIX, MONTAUBAN, SICOVAL, VOTE, at};
use crate::ids::{PointId, TerritoryId};
use crate::meeting::agenda::{Nudge, nudged, reordered};
use crate::meeting::journal::{Event, Happening, Sat};
use crate::meeting::record::DecisionRecord;
use crate::paper::Vote;

fn territory() -> impl Strategy<Value = TerritoryId> {
    prop::sample::select(vec![SICOVAL, FOIX, MONTAUBAN])
}

fn happening() -> impl Strategy<Value = Happening> {
    let vote = prop::sample::select(vec![Vote::For, Vote::Against, Vote::Abstains]);
    prop_oneof![
        Just(Happening::Opened),
        territory().prop_map(|territory| Happening::Arrived { territory }),
        territory().prop_map(|territory| Happening::Left { territory }),
        territory().prop_map(|territory| Happening::Excused { territory }),
        (territory(), territory())
            .prop_map(|(grantor, holder)| Happening::ProxyGiven { grantor, holder }),
        Just(Happening::BallotOpened {
            ballot: VOTE,
            point: PointId(Uuid::nil()),
            about: String::new(),
            amendment: None,
        }),
        (territory(), vote).prop_map(|(territory, vote)| Happening::Voted {
            ballot: VOTE,
            territory,
            vote
        }),
        Just(Happening::BallotClosed {
            ballot: VOTE,
            stated: None
        }),
        (1_u128..20).prop_map(|event| Happening::Struck {
            event: Uuid::from_u128(event)
        }),
    ]
}

fn journal() -> impl Strategy<Value = Vec<Event>> {
    let lines = prop::collection::vec((0_i64..40, happening()), 0..20);
    lines.prop_map(|lines| super::journal::told(&lines))
}

proptest! {
    #[test]
    fn what_is_noted_twice_counts_once(events in journal(), again in any::<prop::sample::Index>()) {
        prop_assume!(!events.is_empty());
        let mut twice = events.clone();
        let mut copy = again.get(&events).clone();
        copy.seq += 1000;
        twice.push(copy);
        prop_assert_eq!(Sat::after(&twice), Sat::after(&events));
    }

    #[test]
    fn a_record_does_not_depend_on_the_order_of_rows_nor_on_what_came_twice(
        events in journal(),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
        shuffle in any::<u64>(),
    ) {
        let mut twice = events.clone();
        if !events.is_empty() {
            for (place, again) in (1000..).zip(&again) {
                let copy = again.get(&events).clone();
                twice.push(Event { seq: copy.seq + place, ..copy });
            }
        }
        twice.sort_by_key(|event| (event.seq.unsigned_abs() ^ shuffle).reverse_bits());
        prop_assert_eq!(DecisionRecord::of(&twice), DecisionRecord::of(&events));
    }

    #[test]
    fn how_the_rows_are_read_does_not_matter(events in journal().prop_shuffle()) {
        let mut sorted = events.clone();
        sorted.sort_by_key(|event| event.seq);
        prop_assert_eq!(Sat::after(&events), Sat::after(&sorted));
    }

    #[test]
    fn nobody_is_represented_who_is_there_or_by_somebody_who_is_not(events in journal(), minutes in 0_i64..40) {
        let sat = Sat::at(&events, at(minutes));
        for grantor in [SICOVAL, FOIX, MONTAUBAN] {
            if let Some(holder) = sat.holder(grantor) {
                prop_assert!(!sat.presence(grantor).in_person());
                prop_assert!(sat.presence(holder).in_person());
            }
        }
    }

    #[test]
    fn a_vote_that_is_over_does_not_change(events in journal()) {
        let sat = Sat::after(&events);
        prop_assume!(sat.ballots.get(&VOTE).is_some_and(|it| it.closed_at.is_some()));
        let members = super::journal::members();
        let before = sat.said(VOTE, &members, false);
        let mut later = events;
        for (seq, territory) in (1000..).zip([SICOVAL, FOIX, MONTAUBAN]) {
            for (step, happening) in [
                Happening::Left { territory },
                Happening::Voted { ballot: VOTE, territory, vote: Vote::TakesNoPart },
            ].into_iter().enumerate() {
                let seq = seq * 2 + i64::try_from(step).unwrap();
                let key = Uuid::from_u128(u128::try_from(seq).unwrap());
                later.push(Event { key, seq, at: at(50), happening });
            }
        }
        prop_assert_eq!(Sat::after(&later).said(VOTE, &members, false), before);
    }

    #[test]
    fn an_agenda_keeps_its_points(ids in prop::collection::hash_set(1_u128..50, 1..9), place in any::<prop::sample::Index>()) {
        let points: Vec<_> = ids.into_iter().map(|id| PointId(Uuid::from_u128(id))).collect();
        let moved = *place.get(&points);
        for to in Nudge::ALL {
            let after = nudged(&points, moved, *to);
            let same = reordered(&points, &after);
            prop_assert_eq!(same.as_ref(), Some(&after));
        }
        let back = nudged(&nudged(&points, moved, Nudge::Down), moved, Nudge::Up);
        prop_assert!(back == points || points.last() == Some(&moved));
        prop_assert_eq!(reordered(&points, &points[1..]), None);
    }
}
