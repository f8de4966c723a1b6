//! Comments in the database, told on both engines.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::anchor::Quote;
use dires_domain::comment::Audience;
use dires_domain::ids::{CommentId, PaperId, PersonId, TerritoryId, ThreadId};
use uuid::Uuid;

use super::{Mentioned, NewComment};
use crate::storage::Tx;
use crate::storage::fixtures::{member, noon, person};
use crate::storage::testing::on_both_engines;

struct Scene {
    paper: PaperId,
    sicoval: TerritoryId,
    anne: PersonId,
    brune: PersonId,
}

fn at(minute: i64) -> DateTime<Utc> {
    noon(2026, 3, 5) + TimeDelta::minutes(minute)
}

impl Scene {
    async fn set(tx: &mut Tx) -> Self {
        let sicoval = member("sicoval");
        tx.add_territory(&sicoval).await.unwrap();
        let (anne, brune) = (person(tx, "Anne").await.id, person(tx, "Brune").await.id);
        let paper = PaperId(Uuid::now_v7());
        tx.query(
            "insert into paper (id, kind, title, stage, addressee, prior, demonstration, created_at, created_by, revision)
             values ($1, 'dire', 'Essai', 'redaction', '', false, false, $2, $3, 1)",
        )
        .bind(paper.0)
        .bind(at(0))
        .bind(anne.0)
        .execute()
        .await
        .unwrap();
        Self {
            paper,
            sicoval: sicoval.id,
            anne,
            brune,
        }
    }

    async fn opens(&self, tx: &mut Tx, audience: Audience) -> ThreadId {
        let opened = tx.open_thread(self.paper, audience, None, at(0)).await;
        opened.unwrap()
    }

    async fn says(
        &self,
        tx: &mut Tx,
        thread: ThreadId,
        person: PersonId,
        minute: i64,
    ) -> Option<CommentId> {
        let new = NewComment {
            person,
            territory: self.sicoval,
            body: format!("Dit à {minute}."),
            at: at(minute),
        };
        tx.say(thread, new).await.unwrap()
    }
}

#[tokio::test]
async fn a_thread_comes_back_with_its_passage_and_what_was_said_in_order() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let scene = Scene::set(&mut tx).await;
        let quote = Quote {
            words: "dix communes".to_owned(),
            before: "Les ".to_owned(),
            after: String::new(),
        };
        let passage = ("12+5@ab 40@cd".parse().unwrap(), quote);
        let audience = Audience::Territory(scene.sicoval);
        let opened = tx.open_thread(scene.paper, audience, Some(&passage), at(0));
        let id = opened.await.unwrap();
        scene.says(&mut tx, id, scene.anne, 1).await.unwrap();
        scene.says(&mut tx, id, scene.brune, 2).await.unwrap();
        let whole = scene.opens(&mut tx, Audience::Perimeter).await;
        scene.says(&mut tx, whole, scene.brune, 3).await.unwrap();
        let threads = tx.threads(scene.paper).await.unwrap();
        assert_eq!(threads.len(), 2);
        assert_eq!(threads[0].passage, Some(passage));
        assert_eq!(threads[0].audience, audience);
        let said: Vec<_> = threads[0]
            .comments
            .iter()
            .map(|it| (it.seq, it.person))
            .collect();
        assert_eq!(said, [(1, scene.anne), (2, scene.brune)]);
        assert_eq!(threads[1].passage, None);
        assert_eq!(
            tx.thread(scene.paper, id).await.unwrap().as_ref(),
            threads.first()
        );
        let elsewhere = PaperId(Uuid::now_v7());
        assert_eq!(tx.thread(elsewhere, id).await.unwrap(), None);
        assert_eq!(
            tx.open_threads(scene.paper).await.unwrap(),
            [audience, Audience::Perimeter]
        );
        assert_eq!(tx.comments_on(scene.paper).await.unwrap(), 3);
        assert_eq!(tx.comments_since(scene.brune, at(2)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_thread_is_resolved_once_and_a_reply_opens_it_again() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let scene = Scene::set(&mut tx).await;
        let id = scene.opens(&mut tx, Audience::Perimeter).await;
        scene.says(&mut tx, id, scene.anne, 1).await.unwrap();
        let resolved = Some((at(2), scene.brune));
        assert!(tx.settle_thread(id, resolved).await.unwrap());
        assert!(
            !tx.settle_thread(id, Some((at(3), scene.anne)))
                .await
                .unwrap()
        );
        let thread = tx.thread(scene.paper, id).await.unwrap().unwrap();
        assert_eq!(thread.resolved, resolved);
        assert_eq!(tx.open_threads(scene.paper).await.unwrap(), []);
        scene.says(&mut tx, id, scene.anne, 4).await.unwrap();
        let thread = tx.thread(scene.paper, id).await.unwrap().unwrap();
        assert_eq!(thread.resolved, None);
        assert!(!tx.settle_thread(id, None).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_comment_is_changed_withdrawn_and_removed() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let scene = Scene::set(&mut tx).await;
        let id = scene.opens(&mut tx, Audience::Perimeter).await;
        let first = scene.says(&mut tx, id, scene.anne, 1).await.unwrap();
        let second = scene.says(&mut tx, id, scene.brune, 2).await.unwrap();
        let named = [Mentioned::Person(scene.brune)];
        tx.mention(first, &named, at(1)).await.unwrap();
        tx.edit_comment(first, "Autrement.".to_owned(), at(3))
            .await
            .unwrap();
        tx.withdraw_comment(second, at(4)).await.unwrap();
        let said = tx.thread(scene.paper, id).await.unwrap().unwrap().comments;
        assert_eq!(
            (said[0].body.as_str(), said[0].edited_at),
            ("Autrement.", Some(at(3)))
        );
        assert_eq!(
            (said[1].body.as_str(), said[1].withdrawn_at),
            ("", Some(at(4)))
        );
        tx.remove_comment(second).await.unwrap();
        let third = scene.says(&mut tx, id, scene.brune, 5).await.unwrap();
        let said = tx.thread(scene.paper, id).await.unwrap().unwrap().comments;
        assert_eq!((said[1].id, said[1].seq), (third, 3));
        tx.remove_thread(id).await.unwrap();
        assert_eq!(tx.threads(scene.paper).await.unwrap(), []);
        assert_eq!(scene.says(&mut tx, id, scene.anne, 6).await, None);
    })
    .await;
}

#[tokio::test]
async fn who_is_named_is_called_until_they_look_or_answer() {
    on_both_engines(|db| async move {
        let mut tx = db.write().await.unwrap();
        let scene = Scene::set(&mut tx).await;
        let id = scene.opens(&mut tx, Audience::Perimeter).await;
        let said = scene.says(&mut tx, id, scene.anne, 1).await.unwrap();
        let everyone = [
            Mentioned::Person(scene.brune),
            Mentioned::Territory(scene.sicoval),
        ];
        tx.mention(said, &everyone, at(1)).await.unwrap();
        let calls = tx.calls(scene.brune).await.unwrap();
        assert_eq!(calls.len(), 2);
        assert!(calls.iter().all(|call| everyone.contains(&call.whom)));
        // One is not called by what one said oneself.
        assert_eq!(tx.calls(scene.anne).await.unwrap(), []);
        tx.mark_comments_read(scene.brune, scene.paper, at(2))
            .await
            .unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap(), []);
        // Named again in other words: not for those who were named already.
        tx.mention(said, &everyone, at(3)).await.unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap(), []);
        tx.mention(said, &everyone[1..], at(3)).await.unwrap();
        assert_eq!(tx.mentions_of(said).await.unwrap(), everyone[1..]);
        tx.mention(said, &everyone, at(4)).await.unwrap();
        let calls = tx.calls(scene.brune).await.unwrap();
        assert_eq!(
            calls.iter().map(|call| call.whom).collect::<Vec<_>>(),
            everyone[..1]
        );
        scene.says(&mut tx, id, scene.brune, 5).await.unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap(), []);
        let again = scene.says(&mut tx, id, scene.anne, 6).await.unwrap();
        tx.mention(again, &everyone[..1], at(6)).await.unwrap();
        tx.settle_thread(id, Some((at(7), scene.anne)))
            .await
            .unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap(), []);
        tx.settle_thread(id, None).await.unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap().len(), 1);
        tx.withdraw_comment(again, at(8)).await.unwrap();
        assert_eq!(tx.calls(scene.brune).await.unwrap(), []);
    })
    .await;
}
