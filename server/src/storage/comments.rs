//! Threads of comments and what is said in them. Whom they may be shown to is for the caller to say, who has read rights.

mod mentions;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::anchor::{Passage, Quote};
use dires_domain::comment::Audience;
use dires_domain::ids::{CommentId, PaperId, PersonId, TerritoryId, ThreadId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StorageError, Tx};
pub use mentions::{Call, Mentioned};

/// A thread and all that is said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its identifier.
    pub id: ThreadId,
    /// The text.
    pub paper: PaperId,
    /// Whom it is shown to.
    pub audience: Audience,
    /// Its passage, with the words that it had; none for the whole text.
    pub passage: Option<(Passage, Quote)>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was resolved and by whom.
    pub resolved: Option<(DateTime<Utc>, PersonId)>,
    /// Its comments, first first.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identifier.
    pub id: CommentId,
    /// Its number in the thread.
    pub seq: i64,
    /// By whom.
    pub person: PersonId,
    /// For whom.
    pub territory: TerritoryId,
    /// What it says; empty once withdrawn.
    pub body: String,
    /// When.
    pub written_at: DateTime<Utc>,
    /// When it was last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// When its author withdrew it.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A comment to be written.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// By whom.
    pub person: PersonId,
    /// For whom.
    pub territory: TerritoryId,
    /// What it says.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
struct ThreadRow {
    id: Uuid,
    paper_id: Uuid,
    audience_id: Option<Uuid>,
    passage: Option<String>,
    quote: String,
    quote_before: String,
    quote_after: String,
    opened_at: DateTime<Utc>,
    resolved_at: Option<DateTime<Utc>>,
    resolved_by: Option<Uuid>,
}

#[derive(FromRow)]
struct CommentRow {
    id: Uuid,
    thread_id: Uuid,
    seq: i64,
    person_id: Uuid,
    territory_id: Uuid,
    body: String,
    written_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Opens a thread, which has no comment yet.
    pub async fn open_thread(
        &mut self,
        paper: PaperId,
        audience: Audience,
        passage: Option<&(Passage, Quote)>,
        at: DateTime<Utc>,
    ) -> Result<ThreadId, StorageError> {
        let id = ThreadId(Uuid::now_v7());
        let quote = passage.map(|(_, quote)| quote.clone()).unwrap_or_default();
        self.query(
            "insert into comment_thread
             (id, paper_id, audience_id, passage, quote, quote_before, quote_after, opened_at, next_seq)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        )
        .bind(id.0)
        .bind(paper.0)
        .bind(audience.territory().map(|territory| territory.0))
        .bind(passage.map(|(passage, _)| passage.to_string()))
        .bind(quote.words)
        .bind(quote.before)
        .bind(quote.after)
        .bind(at)
        .execute()
        .await?;
        Ok(id)
    }

    /// Adds a comment to a thread, which is open again from then on; none where there is no such thread any more.
    pub async fn say(
        &mut self,
        thread: ThreadId,
        new: NewComment,
    ) -> Result<Option<CommentId>, StorageError> {
        let taken: Option<(i64,)> = self
            .query(
                "update comment_thread set next_seq = next_seq + 1, resolved_at = null, resolved_by = null
                 where id = $1 returning next_seq",
            )
            .bind(thread.0)
            .optional()
            .await?;
        let Some((next,)) = taken else {
            return Ok(None);
        };
        let id = CommentId(Uuid::now_v7());
        self.query(
            "insert into comment (id, thread_id, seq, person_id, territory_id, body, written_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.0)
        .bind(thread.0)
        .bind(next - 1)
        .bind(new.person.0)
        .bind(new.territory.0)
        .bind(new.body)
        .bind(new.at)
        .execute()
        .await?;
        Ok(Some(id))
    }

    /// Every thread of a text, first first.
    pub async fn threads(&mut self, paper: PaperId) -> Result<Vec<Thread>, StorageError> {
        let rows: Vec<ThreadRow> = self
            .query("select * from comment_thread where paper_id = $1 order by opened_at, id")
            .bind(paper.0)
            .all()
            .await?;
        let said: Vec<CommentRow> = self
            .query(
                "select comment.* from comment
                 join comment_thread on comment_thread.id = comment.thread_id
                 where comment_thread.paper_id = $1 order by comment.thread_id, comment.seq",
            )
            .bind(paper.0)
            .all()
            .await?;
        let mut comments: HashMap<Uuid, Vec<Comment>> = HashMap::new();
        for row in said {
            comments.entry(row.thread_id).or_default().push(row.into());
        }
        let thread = |row: ThreadRow| {
            let said = comments.remove(&row.id).unwrap_or_default();
            read_thread(row, said)
        };
        rows.into_iter().map(thread).collect()
    }

    /// One thread of a text.
    pub async fn thread(
        &mut self,
        paper: PaperId,
        id: ThreadId,
    ) -> Result<Option<Thread>, StorageError> {
        let row: Option<ThreadRow> = self
            .query("select * from comment_thread where id = $1 and paper_id = $2")
            .bind(id.0)
            .bind(paper.0)
            .optional()
            .await?;
        let Some(row) = row else { return Ok(None) };
        let said: Vec<CommentRow> = self
            .query("select * from comment where thread_id = $1 order by seq")
            .bind(id.0)
            .all()
            .await?;
        let said = said.into_iter().map(Comment::from).collect();
        read_thread(row, said).map(Some)
    }

    /// Whom each open thread of a text is shown to.
    pub async fn open_threads(&mut self, paper: PaperId) -> Result<Vec<Audience>, StorageError> {
        let rows: Vec<(Option<Uuid>,)> = self
            .query(
                "select audience_id from comment_thread where paper_id = $1 and resolved_at is null",
            )
            .bind(paper.0)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| audience(id)).collect())
    }

    /// Resolves a thread or opens it again; whether that changed anything.
    pub async fn settle_thread(
        &mut self,
        id: ThreadId,
        resolved: Option<(DateTime<Utc>, PersonId)>,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query(
                "update comment_thread set resolved_at = $2, resolved_by = $3
                 where id = $1 and (resolved_at is null) = $4",
            )
            .bind(id.0)
            .bind(resolved.map(|(at, _)| at))
            .bind(resolved.map(|(_, person)| person.0))
            .bind(resolved.is_some())
            .execute()
            .await?;
        Ok(touched > 0)
    }

    /// Gives a comment other words.
    pub async fn edit_comment(
        &mut self,
        id: CommentId,
        body: String,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query("update comment set body = $2, edited_at = $3 where id = $1")
            .bind(id.0)
            .bind(body)
            .bind(at)
            .execute()
            .await?;
        Ok(())
    }

    /// Takes a comment's words away, and leaves that it was there.
    pub async fn withdraw_comment(
        &mut self,
        id: CommentId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.forget_mentions(id).await?;
        self.query("update comment set body = '', withdrawn_at = $2 where id = $1")
            .bind(id.0)
            .bind(at)
            .execute()
            .await?;
        Ok(())
    }

    /// Removes a comment.
    pub async fn remove_comment(&mut self, id: CommentId) -> Result<(), StorageError> {
        self.forget_mentions(id).await?;
        self.query("delete from comment where id = $1")
            .bind(id.0)
            .execute()
            .await?;
        Ok(())
    }

    /// Removes a thread where nothing is said any more.
    pub async fn remove_thread(&mut self, id: ThreadId) -> Result<(), StorageError> {
        self.query(
            "delete from comment_mention where comment_id in (select id from comment where thread_id = $1)",
        )
        .bind(id.0)
        .execute()
        .await?;
        self.query("delete from comment where thread_id = $1")
            .bind(id.0)
            .execute()
            .await?;
        self.query("delete from comment_thread where id = $1")
            .bind(id.0)
            .execute()
            .await?;
        Ok(())
    }

    /// How many comments a person has written since an instant.
    pub async fn comments_since(
        &mut self,
        person: PersonId,
        since: DateTime<Utc>,
    ) -> Result<i64, StorageError> {
        let (count,): (i64,) = self
            .query("select count(*) from comment where person_id = $1 and written_at > $2")
            .bind(person.0)
            .bind(since)
            .one()
            .await?;
        Ok(count)
    }

    /// How many comments a text has.
    pub async fn comments_on(&mut self, paper: PaperId) -> Result<i64, StorageError> {
        let (count,): (i64,) = self
            .query(
                "select count(*) from comment
                 join comment_thread on comment_thread.id = comment.thread_id
                 where comment_thread.paper_id = $1",
            )
            .bind(paper.0)
            .one()
            .await?;
        Ok(count)
    }
}

fn audience(id: Option<Uuid>) -> Audience {
    id.map_or(Audience::Perimeter, |id| Audience::Territory(id.into()))
}

fn read_thread(row: ThreadRow, comments: Vec<Comment>) -> Result<Thread, StorageError> {
    let impossible = |what: &str| StorageError::impossible("comment_thread", what);
    let quote = Quote {
        words: row.quote,
        before: row.quote_before,
        after: row.quote_after,
    };
    let passage = match row.passage {
        Some(names) => {
            let passage = names
                .parse()
                .map_err(|_| impossible("not a passage's characters"))?;
            Some((passage, quote))
        }
        None => None,
    };
    let resolved = match (row.resolved_at, row.resolved_by) {
        (None, None) => None,
        (Some(at), Some(person)) => Some((at, person.into())),
        _ => return Err(impossible("half resolved")),
    };
    Ok(Thread {
        id: row.id.into(),
        paper: row.paper_id.into(),
        audience: audience(row.audience_id),
        passage,
        opened_at: row.opened_at,
        resolved,
        comments,
    })
}

impl From<CommentRow> for Comment {
    fn from(row: CommentRow) -> Self {
        Self {
            id: row.id.into(),
            seq: row.seq,
            person: row.person_id.into(),
            territory: row.territory_id.into(),
            body: row.body,
            written_at: row.written_at,
            edited_at: row.edited_at,
            withdrawn_at: row.withdrawn_at,
        }
    }
}
