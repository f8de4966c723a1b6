//! A database server that vanishes without a word: its connections stay open, and nothing comes.

use std::time::Duration;

use super::*;
use crate::storage::testing::at_the_end_of_a_line;

#[tokio::test]
async fn what_a_silent_database_was_asked_is_asked_again_on_another_connection() {
    at_the_end_of_a_line(|db, line| async move {
        let mut task = task(&db);
        task.patience = Duration::from_millis(200);
        let [mut a] = texts(&db).await;
        assert_eq!(group(&mut task, [a.types(1)]).await, [Outcome::Done]);
        line.falls_silent();
        let (first, mut outcome) = a.types(1);
        let store = first.store.clone();
        let mut request = first;
        let mut attempts = 0;
        loop {
            task.commit(vec![request]).await;
            match outcome.await.expect("an answer") {
                Outcome::Later => attempts += 1,
                told => {
                    assert_eq!(told, Outcome::Done);
                    break;
                }
            }
            let (reply, next) = oneshot::channel();
            outcome = next;
            request = Request {
                beside: None,
                document: a.id,
                store: store.clone(),
                reply,
            };
        }
        assert!((1..20).contains(&attempts), "{attempts}");
        assert_eq!(a.stored(&db).await, (3, true));
        drop(line);
    })
    .await;
}
