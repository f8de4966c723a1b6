//! What a hostile client sends, each against the hub over a real socket, with an honest colleague on the same text.
//!
//! `server/LIMITS.md` has the table: attack, limit, setting, test.

mod bombs;
mod crowds;
mod forgeries;
mod frames;
mod messages;
mod tables;

use automerge::Change;

use super::client::{Client, Served};
use super::forge;
use crate::sync::Settings;

const MALLORY: &str = "direction@sicoval.exemple.fr";
const BOB: &str = "direction@grand-montauban.exemple.fr";

/// The refusals, as their senders read them.
const TOO_GREAT: &str = "trop grande pour être enregistrée en une fois";
const NOT_A_TEXT: &str = "n’est pas de celles qu’un texte peut recevoir";
const NOT_READ: &str = "Ce message ne peut pas être lu";

/// A text that both have open.
struct Scene {
    served: Served,
    mallory: Client,
    bob: Client,
    stored: i64,
}

impl Scene {
    async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    async fn with(settings: Settings) -> Self {
        let served = Served::new(settings).await;
        Self {
            mallory: served.client(MALLORY).await,
            bob: served.client(BOB).await,
            stored: served.stored_changes().await,
            served,
        }
    }

    /// Mallory sends these chunks as changes, and says nothing of them but that: her heads are Bob's.
    async fn sends(&mut self, chunks: &[Vec<u8>]) {
        let message = forge::message(&self.bob.doc.get_heads(), chunks);
        self.mallory.send("sync", Some(&message)).await;
    }

    /// What was sent is refused with these words, ends its sender's connection, and costs nobody else anything:
    /// nothing is stored but what Bob types, which is acknowledged as ever. Mallory may come back.
    async fn costs_its_sender(&mut self, words: &str) {
        self.mallory.is_told(words).await;
        self.mallory.is_cut_off().await;
        self.bob_goes_on().await;
        self.mallory = self.served.client(MALLORY).await;
        assert_eq!(
            self.mallory.body(),
            self.bob.body(),
            "nothing else was relayed"
        );
    }

    /// Bob types, and that is all that is stored.
    async fn bob_goes_on(&mut self) {
        self.bob.types("b").await;
        self.bob.is_saved().await;
        self.stored += 1;
        assert_eq!(self.served.stored_changes().await, self.stored);
    }

    /// Mallory's connection goes on as if nothing had been said: what she then types is taken.
    async fn mallory_goes_on(&mut self) {
        self.mallory.types("m").await;
        self.mallory.is_saved().await;
        self.stored += 1;
        assert_eq!(self.served.stored_changes().await, self.stored);
    }
}

/// A change's chunk as it is sent.
fn raw(change: &Change) -> Vec<u8> {
    change.raw_bytes().to_vec()
}
