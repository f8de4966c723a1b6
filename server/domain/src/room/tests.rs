//! A room, told as it is used.

use std::collections::HashMap;

use automerge::sync::{Message, State, SyncDoc};
use automerge::{Automerge, Change, TextEncoding};
use chrono::DateTime;
use uuid::Uuid;

use super::{Effect, Event, Letter, Log, NotTaken, Opening, Outcome, PeerId, Right, Room, Writer};
use crate::ids::PersonId;
use crate::vetting::testing::{NOW, body, founded, replica, types, write};
use crate::vetting::{History, Limits, Refusal};
use automerge::transaction::Transactable;

/// A page that speaks the library's own protocol.
struct Page {
    peer: PeerId,
    doc: Automerge,
    state: State,
}

impl Page {
    /// Opens the text and takes what it is sent; gives the page, up to date.
    fn opened(room: &mut Room, number: u8, right: Right) -> Self {
        let peer = PeerId(u64::from(number));
        let empty = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        let mut page = Self {
            peer,
            doc: replica(&empty, number),
            state: State::new(),
        };
        room.handle(Event::Entered {
            peer,
            writer: writer(number),
            right,
        });
        for effect in page.says(room) {
            match effect {
                Effect::Answer { message, .. } => page.hears(&message),
                Effect::Whole { .. } => page.hears(&room.whole()),
                _ => {}
            }
        }
        page.says(room);
        page
    }

    /// Sends what the protocol has to say now.
    fn says(&mut self, room: &mut Room) -> Vec<Effect> {
        match self.doc.generate_sync_message(&mut self.state) {
            Some(message) => room.handle(Event::Message {
                peer: self.peer,
                letter: Letter::read(&message.encode(), &Limits::default()),
            }),
            None => Vec::new(),
        }
    }

    fn types(&mut self, room: &mut Room, text: &str) -> Vec<Effect> {
        types(&mut self.doc, 1, text);
        self.says(room)
    }

    fn hears(&mut self, message: &[u8]) {
        let message = Message::decode(message).expect("a message");
        self.doc
            .receive_sync_message(&mut self.state, message)
            .expect("good changes");
    }
}

fn writer(number: u8) -> Writer {
    Writer {
        person: PersonId(Uuid::from_u128(u128::from(number))),
        territory: None,
    }
}

fn room() -> Room {
    room_within(Limits::default())
}

fn room_within(limits: Limits) -> Room {
    room_with(Opening {
        limits,
        ..Opening::default()
    })
}

fn room_with(opening: Opening) -> Room {
    let doc = founded("Titre", "Bonjour");
    let actors = HashMap::from([(doc.get_actor().clone(), None)]);
    let changes = doc.get_changes(&[]);
    let raw = changes
        .iter()
        .map(|change| change.raw_bytes().into())
        .collect();
    let mut room = Room::open(Opening {
        log: Log::new(None, 0, raw),
        heads: doc.get_heads(),
        actors,
        ..opening
    });
    let history = History::of(&doc).expect("a text");
    assert_eq!(room.handle(Event::Indexed(Box::new(history))), []);
    room
}

fn turn(room: &mut Room) -> Vec<Effect> {
    let now = DateTime::from_timestamp(NOW, 0).expect("an instant");
    room.handle(Event::Turn { now })
}

fn stored(room: &mut Room, outcome: Outcome) -> Vec<Effect> {
    room.handle(Event::Stored(outcome))
}

#[test]
fn nothing_is_said_before_it_is_stored_then_the_writer_hears_first_and_one_message_serves_the_others()
 {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    let mut bob = Page::opened(&mut room, 2, Right::Write);
    let chloe = Page::opened(&mut room, 3, Right::Read);
    assert_eq!(alice.types(&mut room, "Ah, "), []);
    let effects = turn(&mut room);
    let [Effect::Store(store)] = &effects[..] else {
        panic!("only stored: {effects:?}")
    };
    assert_eq!((store.changes.len(), store.titled), (1, false));
    assert_eq!(store.changes[0].writer, writer(1));
    let effects = stored(&mut room, Outcome::Done);
    let [
        Effect::Acknowledge { to, .. },
        Effect::Relay {
            to: others,
            message,
        },
    ] = &effects[..]
    else {
        panic!("acknowledged, then relayed: {effects:?}")
    };
    assert_eq!(
        (*to, &others[..]),
        (alice.peer, &[bob.peer, chloe.peer][..])
    );
    bob.hears(message);
    assert_eq!(bob.doc.get_heads(), alice.doc.get_heads());
    assert_eq!(bob.says(&mut room), [], "who is in sync is not answered");
}

#[test]
fn what_comes_together_is_stored_together() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    let mut bob = Page::opened(&mut room, 2, Right::Write);
    alice.types(&mut room, "a");
    bob.types(&mut room, "b");
    let effects = turn(&mut room);
    assert!(matches!(&effects[..], [Effect::Store(store)] if store.changes.len() == 2));
    let effects = stored(&mut room, Outcome::Done);
    let [Effect::Relay { to, message }] = &effects[..] else {
        panic!("one message for both: {effects:?}")
    };
    assert_eq!(to.len(), 2);
    alice.hears(message);
    bob.hears(message);
    assert_eq!(alice.doc.get_heads(), bob.doc.get_heads());
}

#[test]
fn what_cannot_be_stored_is_kept_and_stored_later() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    alice.types(&mut room, "a");
    let first = turn(&mut room);
    assert_eq!(stored(&mut room, Outcome::Later), []);
    alice.types(&mut room, "b");
    assert_eq!(turn(&mut room), first, "the same, again");
    let effects = stored(&mut room, Outcome::Done);
    assert!(matches!(effects[..], [Effect::Acknowledge { .. }]));
    assert!(matches!(&turn(&mut room)[..], [Effect::Store(store)] if store.changes.len() == 1));
}

#[test]
fn a_reader_is_told_that_its_change_is_not_taken_and_is_asked_for_it_when_it_may_write() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Read);
    let refused = alice.types(&mut room, "a");
    let because = NotTaken::ReadOnly;
    assert_eq!(
        refused,
        [Effect::Refuse {
            to: alice.peer,
            because
        }]
    );
    assert_eq!(turn(&mut room), []);
    let (peer, right) = (alice.peer, Right::Write);
    let writer = writer(1);
    for effect in room.handle(Event::RightChanged {
        peer,
        writer,
        right,
    }) {
        if let Effect::Answer { message, .. } = effect {
            alice.hears(&message);
            alice.says(&mut room);
        }
    }
    assert!(matches!(&turn(&mut room)[..], [Effect::Store(store)] if store.changes.len() == 1));
}

#[test]
fn a_text_frozen_meanwhile_takes_nothing_and_says_so() {
    let mut room = room();
    let before = room.heads().to_vec();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    alice.types(&mut room, "a");
    turn(&mut room);
    let because = NotTaken::Frozen;
    let refused = Effect::Refuse {
        to: alice.peer,
        because,
    };
    assert_eq!(
        stored(&mut room, Outcome::Frozen),
        [refused, Effect::Recheck]
    );
    assert_eq!(room.heads(), before);
    assert!(!room.is_busy());
}

#[test]
fn a_right_that_ends_before_the_turn_ends_what_waits() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    alice.types(&mut room, "a");
    let (peer, writer, right) = (alice.peer, writer(1), Right::Read);
    room.handle(Event::RightChanged {
        peer,
        writer,
        right,
    });
    let because = NotTaken::ReadOnly;
    assert_eq!(turn(&mut room), [Effect::Refuse { to: peer, because }]);
}

#[test]
fn without_a_right_there_is_no_document_and_nothing_is_heard_of_it() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    let mallory = Page::opened(&mut room, 2, Right::None);
    assert!(mallory.doc.is_empty());
    let data = mallory
        .doc
        .generate_sync_message(&mut State::new())
        .expect("a message")
        .encode();
    let answer = room.handle(Event::Message {
        peer: mallory.peer,
        letter: Letter::read(&data, &Limits::default()),
    });
    assert_eq!(answer, [Effect::Unavailable { to: mallory.peer }]);
    alice.types(&mut room, "a");
    turn(&mut room);
    let effects = stored(&mut room, Outcome::Done);
    assert!(matches!(effects[..], [Effect::Acknowledge { .. }]));
    let frame = b"coucou".to_vec();
    assert_eq!(
        room.handle(Event::Gossip {
            peer: mallory.peer,
            frame: frame.clone()
        }),
        []
    );
    assert_eq!(
        room.handle(Event::Gossip {
            peer: alice.peer,
            frame
        }),
        []
    );
}

#[test]
fn gossip_goes_once_to_each_other_peer() {
    let mut room = room();
    let pages: Vec<_> = (1..=3)
        .map(|n| Page::opened(&mut room, n, Right::Read).peer)
        .collect();
    let frame = b"coucou".to_vec();
    let effects = room.handle(Event::Gossip {
        peer: pages[1],
        frame: frame.clone(),
    });
    assert_eq!(
        effects,
        [Effect::Gossip {
            to: vec![pages[0], pages[2]],
            frame
        }]
    );
}

#[test]
fn who_sends_what_nobody_may_send_is_cut_off_and_the_others_go_on() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    let mut mallory = Page::opened(&mut room, 2, Right::Write);
    alice.types(&mut room, "a");
    let text = body(&mallory.doc);
    write(&mut mallory.doc, |tx| tx.split_block(&text, 0).map(drop));
    mallory.says(&mut room);
    let effects = turn(&mut room);
    let [Effect::Drop { peer, because }, Effect::Store(store)] = &effects[..] else {
        panic!("one is dropped, the other stored: {effects:?}")
    };
    assert_eq!((*peer, because), (mallory.peer, &Refusal::Block));
    assert_eq!(store.changes.len(), 1);
    let garbage = b"bonjour".to_vec();
    let effects = room.handle(Event::Message {
        peer: alice.peer,
        letter: Letter::read(&garbage, &Limits::default()),
    });
    assert!(matches!(
        effects[..],
        [Effect::Drop {
            because: Refusal::NotAChange,
            ..
        }]
    ));
}

#[test]
fn what_is_too_long_only_together_costs_the_second() {
    let mut room = room_within(Limits {
        body: 10,
        ..Limits::default()
    });
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    let mut bob = Page::opened(&mut room, 2, Right::Write);
    alice.types(&mut room, "aa");
    bob.types(&mut room, "bb");
    let effects = turn(&mut room);
    let [Effect::Drop { peer, because }, Effect::Store(store)] = &effects[..] else {
        panic!("the second is too much: {effects:?}")
    };
    assert_eq!((*peer, because), (bob.peer, &Refusal::BodyTooLong(10)));
    let alices = Change::from_bytes(store.changes[0].bytes.to_vec()).expect("a change");
    assert_eq!(alices.actor_id(), alice.doc.get_actor());
}

#[test]
fn what_is_too_long_on_the_way_and_is_cut_at_once_is_taken() {
    let mut room = room_within(Limits {
        body: 10,
        ..Limits::default()
    });
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    types(&mut alice.doc, 1, "aaaaa");
    let text = body(&alice.doc);
    write(&mut alice.doc, |tx| tx.splice_text(&text, 1, 5, ""));
    alice.says(&mut room);
    assert!(matches!(&turn(&mut room)[..], [Effect::Store(store)] if store.changes.len() == 2));
}

#[test]
fn nobody_writes_in_the_name_of_somebody_else() {
    let mut room = room();
    let mut alice = Page::opened(&mut room, 1, Right::Write);
    alice.types(&mut room, "a");
    turn(&mut room);
    stored(&mut room, Outcome::Done);
    let mut mallory = Page::opened(&mut room, 2, Right::Write);
    mallory.doc.set_actor(alice.doc.get_actor().clone());
    mallory.types(&mut room, "m");
    let effects = turn(&mut room);
    assert!(matches!(
        effects[..],
        [Effect::Drop {
            because: Refusal::ActorOfAnother,
            ..
        }]
    ));
}

#[test]
fn a_filter_made_to_cost_is_not_a_message() {
    let mut room = room();
    let alice = Page::opened(&mut room, 1, Right::Write);
    // Heads, needs: none; one `have` without last sync, whose filter asks for 2^28 probes; no changes.
    let mut data = vec![0x42, 0, 0, 1, 0];
    let filter = [1, 10, 0x80, 0x80, 0x80, 0x80, 1, 0, 0];
    data.push(u8::try_from(filter.len()).expect("short"));
    data.extend(filter);
    data.push(0);
    let effects = room.handle(Event::Message {
        peer: alice.peer,
        letter: Letter::read(&data, &Limits::default()),
    });
    assert!(matches!(
        effects[..],
        [Effect::Drop {
            because: Refusal::NotAChange,
            ..
        }]
    ));
}

#[test]
fn what_was_taken_out_of_the_text_is_not_taken_again() {
    let mut first = room();
    let mut alice = Page::opened(&mut first, 1, Right::Write);
    alice.types(&mut first, "a");
    let mut again = room_with(Opening {
        quarantined: alice.doc.get_heads().into_iter().collect(),
        ..Opening::default()
    });
    alice.state = State::new();
    again.handle(Event::Entered {
        peer: alice.peer,
        writer: writer(1),
        right: Right::Write,
    });
    let mut told = Vec::new();
    // She offers what she has, is told what the room has, and sends what is beyond it.
    for _ in 0..4 {
        for effect in alice.says(&mut again) {
            match effect {
                Effect::Answer { message, .. } => alice.hears(&message),
                other => told.push(other),
            }
        }
    }
    let because = NotTaken::Quarantined;
    let to = alice.peer;
    assert_eq!(told, [Effect::Refuse { to, because }]);
    assert_eq!(turn(&mut again), []);
}
