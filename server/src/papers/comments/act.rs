//! What people do with comments, each in one unit of work. The caller saves, then tells the pages of [`Done::shown_to`].

use chrono::TimeDelta;
use dires_domain::circuit::Action;
use dires_domain::comment::Audience;
use dires_domain::ids::{CommentId, PaperId, TerritoryId, ThreadId};

use super::named::{Named, named};
use super::{
    Done, Fault, MOST, NewThread, PACE, PACE_MINUTES, commented, shown_to, speaking, worded,
};
use crate::papers::{Asker, PaperError, allowed, notify, standing_for};
use crate::storage::Tx;
use crate::storage::comments::{Comment, NewComment, Thread};
use crate::storage::papers::Paper;

/// Opens a thread with its first comment.
pub async fn open(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    new: &NewThread,
) -> Result<Done, PaperError> {
    let paper = commented(tx, asker, paper).await?;
    let standings = allowed(tx, asker, &paper, Action::Comment, None).await?;
    let territory = standing_for(&standings, new.territory)?;
    let words = worded(&new.words)?;
    let audience = if new.within {
        Audience::Territory(territory)
    } else {
        Audience::Perimeter
    };
    let passage = new.passage.as_ref();
    let thread = tx
        .open_thread(paper.id, audience, passage, asker.now)
        .await?;
    write(tx, asker, (&paper, audience), thread, (territory, words)).await
}

/// Answers in a thread, which is open again if it was resolved.
pub async fn reply(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
    (territory, typed): (Option<TerritoryId>, &str),
) -> Result<Done, PaperError> {
    let (paper, thread, territory) = speaking(tx, asker, paper, thread, territory).await?;
    let said = (territory, worded(typed)?);
    write(tx, asker, (&paper, thread.audience), thread.id, said).await
}

async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    (paper, audience): (&Paper, Audience),
    thread: ThreadId,
    (territory, body): (TerritoryId, String),
) -> Result<Done, PaperError> {
    let lately = asker.now - TimeDelta::minutes(PACE_MINUTES);
    if tx.comments_since(asker.person, lately).await? >= PACE {
        return Err(Fault::TooOften.into());
    }
    if tx.comments_on(paper.id).await? >= MOST {
        return Err(Fault::Full.into());
    }
    let new = NewComment {
        person: asker.person,
        territory,
        body: body.clone(),
        at: asker.now,
    };
    let said = tx.say(thread, new).await?.ok_or(Fault::NoThread)?;
    let Named { heard, unheard } = named(tx, asker, paper, audience, &body).await?;
    notify::mentioned(tx, asker, paper, audience, &heard).await?;
    tx.mention(said, &heard, asker.now).await?;
    Ok(Done {
        thread,
        shown_to: shown_to(paper, audience),
        unheard,
    })
}

/// Resolves a thread, or opens it again; that it was so already is no fault.
pub async fn settle(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
    resolved: bool,
) -> Result<Done, PaperError> {
    let (paper, thread) = present(tx, asker, paper, thread).await?;
    let settled = resolved.then_some((asker.now, asker.person));
    tx.settle_thread(thread.id, settled).await?;
    Ok(done(&paper, &thread))
}

/// Changes the words of one's own comment.
pub async fn edit(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
    (comment, typed): (CommentId, &str),
) -> Result<Done, PaperError> {
    let (paper, thread) = present(tx, asker, paper, thread).await?;
    let comment = own(asker, &thread, comment)?;
    let body = worded(typed)?;
    if body == comment.body {
        return Ok(done(&paper, &thread));
    }
    let Named { heard, unheard } = named(tx, asker, &paper, thread.audience, &body).await?;
    let mut fresh = heard.clone();
    let before = tx.mentions_of(comment.id).await?;
    fresh.retain(|one| !before.contains(one));
    notify::mentioned(tx, asker, &paper, thread.audience, &fresh).await?;
    tx.edit_comment(comment.id, body, asker.now).await?;
    tx.mention(comment.id, &heard, asker.now).await?;
    Ok(Done {
        unheard,
        ..done(&paper, &thread)
    })
}

/// Withdraws one's own comment: where others follow it, that it was there stays; a thread where nothing is said is no more.
pub async fn withdraw(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
    comment: CommentId,
) -> Result<Done, PaperError> {
    let (paper, thread) = present(tx, asker, paper, thread).await?;
    let comment = own(asker, &thread, comment)?;
    let others = thread.comments.iter().filter(|it| it.id != comment.id);
    let stands = |it: &&Comment| it.withdrawn_at.is_none();
    if others.clone().filter(stands).count() == 0 {
        tx.remove_thread(thread.id).await?;
    } else if others.clone().any(|it| it.seq > comment.seq) {
        tx.withdraw_comment(comment.id, asker.now).await?;
    } else {
        tx.remove_comment(comment.id).await?;
    }
    Ok(done(&paper, &thread))
}

/// A thread that the asker is shown, while comments are possible.
async fn present(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
) -> Result<(Paper, Thread), PaperError> {
    let paper = commented(tx, asker, paper).await?;
    let thread = super::shown(tx, asker, &paper, thread).await?;
    allowed(tx, asker, &paper, Action::Comment, None).await?;
    Ok((paper, thread))
}

fn own<'t>(
    asker: &Asker<'_>,
    thread: &'t Thread,
    comment: CommentId,
) -> Result<&'t Comment, PaperError> {
    let theirs = thread
        .comments
        .iter()
        .find(|it| it.id == comment && it.person == asker.person && it.withdrawn_at.is_none());
    Ok(theirs.ok_or(Fault::NotYours)?)
}

fn done(paper: &Paper, thread: &Thread) -> Done {
    Done {
        thread: thread.id,
        shown_to: shown_to(paper, thread.audience),
        unheard: Vec::new(),
    }
}
