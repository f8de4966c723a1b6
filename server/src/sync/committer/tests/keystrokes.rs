//! One change of each of some texts, by replicas that are known: what typing is, once it has begun.

use super::*;

/// Texts in which somebody has begun to type.
async fn begun<const N: usize>(db: &Db, task: &mut Task) -> [Written; N] {
    let mut texts = texts::<N>(db).await;
    let first = texts.each_mut().map(|text| text.types(1));
    assert_eq!(group(task, first).await, [Outcome::Done; N]);
    texts
}

#[tokio::test]
async fn keystrokes_in_few_or_many_texts_are_stored() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let mut texts = begun::<20>(&db, &mut task).await;
        for count in [1, 2, 16, 20] {
            let typed = texts[..count].iter_mut().map(|text| text.types(1));
            let (requests, outcomes): (Vec<_>, Vec<_>) = typed.unzip();
            task.commit(requests).await;
            for outcome in outcomes {
                assert_eq!(outcome.await, Ok(Outcome::Done));
            }
        }
        for (place, text) in texts.iter().enumerate() {
            let times = [1, 2, 16, 20].iter().filter(|count| place < **count);
            let stored = 2 + i64::try_from(times.count()).unwrap();
            assert_eq!(text.stored(&db).await, (stored, true));
        }
    })
    .await;
}

#[tokio::test]
async fn on_a_file_they_are_one_errand() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut stranger] = texts(&db).await;
        assert_eq!(group(&mut task, [a.types(1)]).await, [Outcome::Done]);
        let one_errand = matches!(db, Db::Sqlite(..)).then(|| vec![true]);
        let (known, _) = a.types(1);
        let stored = db.append_at_once(&[known.batch(at())], &task.known).await;
        assert_eq!(stored.unwrap(), one_errand);
        let (unknown, _) = stranger.types(1);
        let stored = db.append_at_once(&[unknown.batch(at())], &task.known).await;
        assert_eq!(stored.unwrap(), None);
        assert_eq!(stranger.stored(&db).await, (1, false));
    })
    .await;
}

#[tokio::test]
async fn a_text_that_froze_between_two_keystrokes_spoils_nothing_for_the_others() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut frozen, mut b] = begun(&db, &mut task).await;
        let mut tx = db.write().await.unwrap();
        live::set_frozen(&mut tx, frozen.id, true).await.unwrap();
        tx.save().await.unwrap();
        let sent = [a.types(1), frozen.types(1), b.types(1)];
        let told = group(&mut task, sent).await;
        assert_eq!(told, [Outcome::Done, Outcome::Frozen, Outcome::Done]);
        assert_eq!(a.stored(&db).await, (3, true));
        assert_eq!(frozen.stored(&db).await, (2, false));
        assert_eq!(b.stored(&db).await, (3, true));
    })
    .await;
}

#[tokio::test]
async fn a_keystroke_whose_answer_was_lost_is_stored_once() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a] = begun(&db, &mut task).await;
        let (first, outcome) = a.types(1);
        let (reply, again) = oneshot::channel();
        let repeated = Request {
            store: first.store.clone(),
            beside: None,
            reply,
            ..first
        };
        assert_eq!(group(&mut task, [(first, outcome)]).await, [Outcome::Done]);
        assert_eq!(group(&mut task, [(repeated, again)]).await, [Outcome::Done]);
        assert_eq!(a.stored(&db).await, (3, true));
    })
    .await;
}

#[tokio::test]
async fn a_keystroke_that_belongs_to_nobody_is_not_stored_and_holds_up_no_other() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut ghost] = begun(&db, &mut task).await;
        ghost.writer.territory = Some(TerritoryId(Uuid::now_v7()));
        let told = group(&mut task, [a.types(1), ghost.types(1)]).await;
        assert_eq!(told, [Outcome::Done, Outcome::Later]);
        assert_eq!(a.stored(&db).await, (3, true));
        assert_eq!(ghost.stored(&db).await, (2, false));
        // The connection that failed holds nothing back.
        assert_eq!(group(&mut task, [a.types(1)]).await, [Outcome::Done]);
    })
    .await;
}

#[tokio::test]
async fn a_keystroke_voids_avis_as_any_edit_does() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a] = begun(&db, &mut task).await;
        let mut tx = db.write().await.unwrap();
        let moved = tx.move_paper(a.paper, 1, Stage::Directions).await;
        assert!(moved.unwrap());
        let opinion = favourable(&a);
        tx.give_opinion(&opinion).await.unwrap();
        tx.save().await.unwrap();
        assert_eq!(group(&mut task, [a.types(1)]).await, [Outcome::Done]);
        let mut tx = db.read().await.unwrap();
        assert!(tx.standing_opinions().await.unwrap().is_empty());
        assert_eq!(a.stored(&db).await, (3, true));
    })
    .await;
}
