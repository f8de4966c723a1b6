//! Who is connected, how many times, and what each person may still send over all their connections.
//!
//! Somebody who leaves and comes back finds the debt that they left.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dires_domain::ids::PersonId;
use tokio::time::{Instant, sleep};

use super::rate::Budget;
use super::{Settings, lock};

/// What each person uses.
#[derive(Debug, Clone, Default)]
pub struct Seats(Arc<Mutex<HashMap<PersonId, Person>>>);

#[derive(Debug)]
struct Person {
    connections: usize,
    budget: Budget,
}

impl Seats {
    /// A place for one more connection of this person; none when they have as many as they may.
    pub fn take(&self, person: PersonId, settings: &Settings, now: Instant) -> Option<Seat> {
        let mut people = lock(&self.0);
        people.retain(|_, person| person.connections > 0 || !person.budget.is_full(now));
        let entry = people.entry(person).or_insert_with(|| Person {
            connections: 0,
            budget: Budget::full(&settings.rates, now),
        });
        if entry.connections >= settings.connections {
            return None;
        }
        entry.connections += 1;
        Some(Seat {
            seats: self.clone(),
            person,
            held: AtomicBool::new(false),
        })
    }
}

/// One connection's place.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    person: PersonId,
    held: AtomicBool,
}

impl Seat {
    /// Pays for a frame, then waits until what the person sent so far is paid for: until then, nothing more is read
    /// from this connection.
    pub async fn pay(&self, changes: usize, bytes: usize) {
        let mut wait = self.charge(changes, bytes, Instant::now());
        while !wait.is_zero() {
            self.held.store(true, Ordering::Relaxed);
            sleep(wait).await;
            wait = self.charge(0, 0, Instant::now());
        }
        self.held.store(false, Ordering::Relaxed);
    }

    /// Pays for a frame; how long until the person is out of debt.
    fn charge(&self, changes: usize, bytes: usize, now: Instant) -> Duration {
        self.budget(|budget| {
            budget.spend(changes, bytes, now);
            budget.wait(now)
        })
    }

    /// Whether one more message that is not kept may pass.
    pub fn may_speak(&self) -> bool {
        self.budget(|budget| budget.may_speak(Instant::now()))
    }

    /// Whether nothing is read from this connection for now: its silence says nothing of its client.
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Relaxed)
    }

    fn budget<T: Default>(&self, what: impl FnOnce(&mut Budget) -> T) -> T {
        let mut people = lock(&self.seats.0);
        let person = people.get_mut(&self.person);
        person.map_or_else(T::default, |person| what(&mut person.budget))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(person) = lock(&self.seats.0).get_mut(&self.person) {
            person.connections -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody() -> PersonId {
        PersonId(uuid::Uuid::now_v7())
    }

    fn few() -> Settings {
        let mut settings = Settings {
            connections: 2,
            ..Settings::default()
        };
        settings.rates.changes.burst = 10;
        settings.rates.changes.per_second = 1_000;
        settings
    }

    #[test]
    fn a_person_has_so_many_places_and_another_has_theirs() {
        let (seats, settings, alice) = (Seats::default(), few(), somebody());
        let take = |person| seats.take(person, &settings, Instant::now());
        let (first, second) = (take(alice), take(alice));
        assert!(first.is_some() && second.is_some());
        assert!(take(alice).is_none());
        assert!(take(somebody()).is_some());
        drop(first);
        assert!(take(alice).is_some());
    }

    #[test]
    fn a_debt_is_shared_by_all_that_a_person_has_open_and_by_nobody_else() {
        let (seats, settings, now) = (Seats::default(), few(), Instant::now());
        let (alice, bob) = (somebody(), somebody());
        let [first, second] = [alice; 2].map(|person| seats.take(person, &settings, now));
        let (first, second) = (first.expect("a place"), second.expect("a place"));
        let bob = seats.take(bob, &settings, now).expect("a place");
        assert_eq!(first.charge(10, 0, now), Duration::ZERO, "a burst passes");
        assert_eq!(first.charge(500, 0, now), Duration::from_millis(500));
        assert_eq!(second.charge(0, 0, now), Duration::from_millis(500));
        assert_eq!(bob.charge(10, 0, now), Duration::ZERO);
        let later = now + Duration::from_millis(500);
        assert_eq!(second.charge(0, 0, later), Duration::ZERO);
    }

    #[test]
    fn whoever_leaves_in_debt_finds_it_again_until_it_is_repaid() {
        let (seats, settings, now) = (Seats::default(), few(), Instant::now());
        let alice = somebody();
        let take = |person, at| seats.take(person, &settings, at).expect("a place");
        take(alice, now).charge(1_010, 0, now);
        let bob = somebody();
        drop(take(bob, now));
        let second = Duration::from_secs(1);
        assert_eq!(take(alice, now).charge(0, 0, now), second);
        let known = |at| {
            let _somebody = take(somebody(), at);
            lock(&seats.0).len()
        };
        assert_eq!(known(now), 2, "who owes nothing and left is forgotten");
        assert_eq!(known(now + 2 * second), 1);
    }
}
