//! Whom comments name, and who has been named and not looked yet.

use chrono::{DateTime, Utc};
use dires_domain::comment::Audience;
use dires_domain::ids::{CommentId, PaperId, PersonId, TerritoryId};
use uuid::Uuid;

use super::super::{StorageError, Tx};
use super::audience;

/// Whom a comment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mentioned {
    /// A person.
    Person(PersonId),
    /// Everyone of a territory.
    Territory(TerritoryId),
}

/// A mention that somebody may not have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The text.
    pub paper: PaperId,
    /// Whom the thread is shown to.
    pub audience: Audience,
    /// Whom it names.
    pub whom: Mentioned,
}

/// Text, audience, person, territory.
type CallRow = (Uuid, Option<Uuid>, Option<Uuid>, Option<Uuid>);

impl Tx {
    /// Notes whom a comment names, now and no more: who was named already was named when they were.
    pub async fn mention(
        &mut self,
        comment: CommentId,
        named: &[Mentioned],
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let before = self.mentions_of(comment).await?;
        for gone in before.iter().filter(|one| !named.contains(one)) {
            let (person, territory) = columns(*gone);
            self.query(
                "delete from comment_mention where comment_id = $1 and (person_id = $2 or territory_id = $3)",
            )
            .bind(comment.0)
            .bind(person)
            .bind(territory)
            .execute()
            .await?;
        }
        for new in named.iter().filter(|one| !before.contains(one)) {
            let (person, territory) = columns(*new);
            self.query(
                "insert into comment_mention (comment_id, person_id, territory_id, mentioned_at)
                 values ($1, $2, $3, $4)",
            )
            .bind(comment.0)
            .bind(person)
            .bind(territory)
            .bind(at)
            .execute()
            .await?;
        }
        Ok(())
    }

    /// Whom a comment names.
    pub async fn mentions_of(
        &mut self,
        comment: CommentId,
    ) -> Result<Vec<Mentioned>, StorageError> {
        let rows: Vec<(Option<Uuid>, Option<Uuid>)> = self
            .query("select person_id, territory_id from comment_mention where comment_id = $1")
            .bind(comment.0)
            .all()
            .await?;
        let whom = |(person, territory)| whom(person, territory);
        rows.into_iter().map(whom).collect()
    }

    pub(super) async fn forget_mentions(&mut self, comment: CommentId) -> Result<(), StorageError> {
        self.query("delete from comment_mention where comment_id = $1")
            .bind(comment.0)
            .execute()
            .await?;
        Ok(())
    }

    /// The mentions of a person, and of every territory, in threads that are not resolved, since they last opened the
    /// text's comments or answered in the thread; not those of their own comments.
    pub async fn calls(&mut self, person: PersonId) -> Result<Vec<Call>, StorageError> {
        let rows: Vec<CallRow> = self
            .query(
                "select distinct comment_thread.paper_id, comment_thread.audience_id, comment_mention.person_id,
                        comment_mention.territory_id
                 from comment_mention
                 join comment on comment.id = comment_mention.comment_id
                 join comment_thread on comment_thread.id = comment.thread_id
                 where (comment_mention.person_id = $1 or comment_mention.person_id is null)
                   and comment.person_id <> $1
                   and comment_thread.resolved_at is null
                   and not exists (
                       select 1 from comment_reading
                       where comment_reading.person_id = $1
                         and comment_reading.paper_id = comment_thread.paper_id
                         and comment_reading.read_at >= comment_mention.mentioned_at)
                   and not exists (
                       select 1 from comment answer
                       where answer.thread_id = comment.thread_id and answer.person_id = $1
                         and answer.written_at >= comment_mention.mentioned_at)",
            )
            .bind(person.0)
            .all()
            .await?;
        let call = |(paper, within, person, territory): CallRow| {
            Ok(Call {
                paper: paper.into(),
                audience: audience(within),
                whom: whom(person, territory)?,
            })
        };
        rows.into_iter().map(call).collect()
    }

    /// Notes that a person opened a text's comments.
    pub async fn mark_comments_read(
        &mut self,
        person: PersonId,
        paper: PaperId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into comment_reading (person_id, paper_id, read_at) values ($1, $2, $3)
             on conflict (person_id, paper_id) do update set read_at = excluded.read_at",
        )
        .bind(person.0)
        .bind(paper.0)
        .bind(at)
        .execute()
        .await?;
        Ok(())
    }
}

fn columns(whom: Mentioned) -> (Option<Uuid>, Option<Uuid>) {
    match whom {
        Mentioned::Person(person) => (Some(person.0), None),
        Mentioned::Territory(territory) => (None, Some(territory.0)),
    }
}

fn whom(person: Option<Uuid>, territory: Option<Uuid>) -> Result<Mentioned, StorageError> {
    match (person, territory) {
        (Some(person), None) => Ok(Mentioned::Person(person.into())),
        (None, Some(territory)) => Ok(Mentioned::Territory(territory.into())),
        _ => Err(StorageError::impossible("comment_mention", "not one named")),
    }
}
