//! Who has which document open, as the watch sees it: a list that costs nothing while nobody comes or goes.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use dires_domain::ids::{DocumentId, PersonId};

use super::super::lock;
use crate::access::Access;

/// Somebody's place in a document, held as long as they have it open.
#[derive(Debug)]
pub struct Seat {
    /// The document.
    pub document: DocumentId,
    /// Who.
    pub person: PersonId,
    /// What they were told last that they may do.
    told: AtomicU64,
}

impl Seat {
    /// Whether this is something else than what they were told last.
    pub fn differs(&self, access: Option<&Access>) -> bool {
        self.told.load(Ordering::Relaxed) != fingerprint(access)
    }

    /// They are told that they may do this now.
    pub fn is_told(&self, access: Option<&Access>) {
        self.told.store(fingerprint(access), Ordering::Relaxed);
    }
}

/// 64 bits for a right and the identity under which it is used.
fn fingerprint(access: Option<&Access>) -> u64 {
    let mut hasher = DefaultHasher::new();
    access.hash(&mut hasher);
    hasher.finish()
}

/// Every seat that is taken.
#[derive(Debug, Default)]
pub struct Register {
    fresh: Mutex<Vec<Weak<Seat>>>,
    known: Mutex<Vec<Weak<Seat>>>,
    wrote: Mutex<HashSet<Vec<u8>>>,
}

impl Register {
    /// Gives somebody a seat, with what they were told when they came in.
    pub fn sit(&self, document: DocumentId, person: PersonId, access: &Access) -> Arc<Seat> {
        let seat = Arc::new(Seat {
            document,
            person,
            told: AtomicU64::new(fingerprint(Some(access))),
        });
        lock(&self.fresh).push(Arc::downgrade(&seat));
        seat
    }

    /// Something that was written in this session has been stored.
    pub fn wrote(&self, session: &[u8]) {
        let mut wrote = lock(&self.wrote);
        if !wrote.contains(session) {
            wrote.insert(session.to_vec());
        }
    }

    /// The sessions in which something was written since this was asked last.
    pub fn writers(&self) -> HashSet<Vec<u8>> {
        std::mem::take(&mut *lock(&self.wrote))
    }

    /// The seats taken now.
    pub fn seats(&self) -> Seats<'_> {
        let fresh = lock(&self.fresh).iter().filter_map(Weak::upgrade).collect();
        Seats {
            register: self,
            fresh,
            all: std::sync::OnceLock::new(),
        }
    }

    /// The documents that somebody has open.
    pub fn documents(&self) -> Vec<DocumentId> {
        let documents: HashSet<_> = self.all().iter().map(|seat| seat.document).collect();
        documents.into_iter().collect()
    }

    fn all(&self) -> Vec<Arc<Seat>> {
        let mut known = lock(&self.known);
        known.retain(|seat| seat.strong_count() > 0);
        let fresh = lock(&self.fresh);
        let all = known.iter().chain(fresh.iter());
        all.filter_map(Weak::upgrade).collect()
    }
}

/// The seats as of one look.
pub struct Seats<'r> {
    register: &'r Register,
    /// Those taken since the look before.
    pub fresh: Vec<Arc<Seat>>,
    all: std::sync::OnceLock<Vec<Arc<Seat>>>,
}

impl Seats<'_> {
    /// Every seat.
    pub fn all(&self) -> &[Arc<Seat>] {
        self.all.get_or_init(|| self.register.all())
    }

    /// The fresh ones have been compared with what is true.
    pub fn are_checked(&self) {
        if self.fresh.is_empty() {
            return;
        }
        let mut known = lock(&self.register.known);
        known.retain(|seat| seat.strong_count() > 0);
        known.extend(self.fresh.iter().map(Arc::downgrade));
        drop(known);
        let checked: HashSet<_> = self.fresh.iter().map(Arc::as_ptr).collect();
        lock(&self.register.fresh)
            .retain(|seat| seat.strong_count() > 0 && !checked.contains(&seat.as_ptr()));
    }
}
