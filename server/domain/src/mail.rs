//! What people are written to about: causes, how urgent each is, how often someone wants news, and when a mail that could
//! not be delivered is tried again.

use chrono::TimeDelta;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Why somebody is written to. One cause gives one person one mail.
    pub enum MailKind {
        /// They are invited to choose a password.
        Invitation = "invitation",
        /// They are convened to a meeting, told what has changed of it, or that it is cancelled.
        Convocation = "convocation",
        /// The meeting to which they are convened comes near.
        MeetingReminder = "rappel-de-seance",
        /// They were invited to a meeting, and are not any more.
        Uninvited = "invitation-retiree",
        /// A territory's avis is awaited.
        GiveOpinion = "avis",
        /// A territory's position is awaited.
        TakePosition = "position",
        /// A text came back, and is to be written again.
        Rewrite = "reprise",
        /// Every avis is given: the text can be forwarded.
        Forward = "transmission",
        /// Every position is taken: the approval can be recorded.
        Approve = "approbation",
        /// A territory's answer to a written consultation is awaited.
        Consulted = "consultation",
        /// It is still awaited: half of the time has passed, or closing is a day away.
        ConsultationReminder = "rappel-de-consultation",
        /// What the body that adopts decided is to be recorded.
        RecordAdoption = "adoption",
        /// An adopted text can be published.
        Publish = "publication",
        /// A comment names them, or their territory.
        Mentioned = "mention",
        /// The form of a frozen text was corrected: they may contest it.
        FormCorrected = "correction-de-forme",
        /// An amendment was tabled.
        AmendmentTabled = "amendement-depose",
        /// An amendment was accepted.
        AmendmentAccepted = "amendement-accepte",
        /// An amendment was refused.
        AmendmentRefused = "amendement-refuse",
        /// A reserve was tabled.
        ReservationTabled = "reserve-deposee",
        /// A reserve was lifted.
        ReservationLifted = "reserve-levee",
        /// A reserve was maintained.
        ReservationMaintained = "reserve-maintenue",
        /// A text was started.
        Started = "nouveau-texte",
        /// A text is before the conférence des directions.
        Submitted = "soumis",
        /// A text is before the conférence des présidences.
        Forwarded = "transmis",
        /// A text awaits its adoption.
        Approved = "approuve",
        /// A text came back to those who write it.
        SentBack = "renvoye",
        /// A written consultation is closed.
        ConsultationClosed = "consultation-close",
        /// A text is adopted.
        Adopted = "adopte",
        /// A text was refused.
        Refused = "refuse",
        /// A text was withdrawn.
        Withdrawn = "retire",
        /// A text is published, or will be at a set minute.
        Published = "publie",
        /// The relevé de décisions of a meeting is approved.
        DecisionRecord = "releve",
        /// What they did is recorded, a position or an answer: something to keep.
        Receipt = "recu",
        /// News, and what somebody wants to have with them, in one mail.
        Digest = "resume",
    }
}

vocabulary! {
    /// How a mail of some kind goes.
    pub enum MailClass {
        /// At once and whatever was chosen: an invitation, a convocation.
        Personal = "personnel",
        /// Something to do: at once, or with the next morning's digest.
        Task = "tache",
        /// Something to know: in a digest, or not at all.
        News = "nouvelle",
        /// A digest itself.
        Digest = "resume",
    }
}

vocabulary! {
    /// How often somebody wants news.
    pub enum Rhythm {
        /// As they come.
        AtOnce = "tout-de-suite",
        /// Each morning.
        Daily = "chaque-jour",
        /// Each Monday morning.
        Weekly = "chaque-semaine",
        /// Never.
        Never = "jamais",
    }
}

vocabulary! {
    /// What became of a mail.
    pub enum MailEnd {
        /// The mail server took it.
        Sent = "parti",
        /// Nothing was to be said any more: the thing was done, the right had ended, a newer mail says the same.
        Moot = "sans-objet",
        /// The mail server refused it for good.
        GivenUp = "abandonne",
    }
}

impl MailKind {
    /// How it goes.
    pub const fn class(self) -> MailClass {
        match self {
            Self::Invitation
            | Self::Convocation
            | Self::MeetingReminder
            | Self::Uninvited
            | Self::DecisionRecord
            | Self::Receipt
            | Self::Consulted
            | Self::ConsultationReminder => MailClass::Personal,
            Self::GiveOpinion
            | Self::TakePosition
            | Self::Rewrite
            | Self::Forward
            | Self::Approve
            | Self::RecordAdoption
            | Self::Publish
            | Self::Mentioned
            | Self::FormCorrected => MailClass::Task,
            Self::AmendmentTabled
            | Self::AmendmentAccepted
            | Self::AmendmentRefused
            | Self::ReservationTabled
            | Self::ReservationLifted
            | Self::ReservationMaintained
            | Self::Started
            | Self::Submitted
            | Self::Forwarded
            | Self::Approved
            | Self::SentBack
            | Self::ConsultationClosed
            | Self::Adopted
            | Self::Refused
            | Self::Withdrawn
            | Self::Published => MailClass::News,
            Self::Digest => MailClass::Digest,
        }
    }
}

impl Rhythm {
    /// What somebody has who chose nothing.
    pub const USUAL: Self = Self::Daily;
}

/// The longest time between two tries.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// How long to wait after a try that failed: `first` after the first one, then twice as long each time, up to
/// [`LONGEST_WAIT`]. `tries` counts those that were made, from 1.
pub fn wait(first: TimeDelta, tries: u32) -> TimeDelta {
    let doubled = 1_i32
        .checked_shl(tries.saturating_sub(1))
        .filter(|it| *it > 0);
    let longer = doubled.and_then(|times| first.checked_mul(times));
    longer.map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_an_hour() {
        let minutes = |tries| wait(TimeDelta::minutes(1), tries).num_minutes();
        let waits: Vec<_> = [1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 33, u32::MAX]
            .map(minutes)
            .into();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]);
    }

    #[test]
    fn only_news_can_be_refused() {
        let class = |class| {
            let kinds = MailKind::ALL.iter().filter(move |it| it.class() == class);
            kinds.map(|it| it.code()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            class(MailClass::Personal),
            "invitation convocation rappel-de-seance invitation-retiree consultation rappel-de-consultation releve recu"
        );
        assert_eq!(
            class(MailClass::Task),
            "avis position reprise transmission approbation adoption publication mention correction-de-forme"
        );
        assert_eq!(
            class(MailClass::News),
            "amendement-depose amendement-accepte amendement-refuse reserve-deposee reserve-levee reserve-maintenue \
             nouveau-texte soumis transmis approuve renvoye consultation-close adopte refuse retire publie"
        );
    }
}
