//! Convocations, as mailboxes see them.

use dires_domain::ids::MeetingId;
use dires_domain::mail::{MailEnd, MailKind};
use uuid::Uuid;

use super::{Story, smtp};
use crate::mail::compose::Composed;
use crate::mail::message::message;
use crate::storage::outbox::NewMail;
use crate::timetable::round;
use crate::web::testing::TestApp;

struct Meeting {
    story: Story,
    address: String,
}

impl Meeting {
    /// The conférence des directions, with a point for everyone and one for which a technician is invited.
    async fn convened() -> Self {
        let app = TestApp::with(|config| config.smtp = Some(smtp())).await;
        let mut office = app.as_secretariat();
        let body = {
            let mut tx = app.app.db.read().await.unwrap();
            let bodies = tx.bodies().await.unwrap();
            let body = bodies
                .iter()
                .find(|it| it.slug == "conference-des-directions");
            body.unwrap().id.to_string()
        };
        let fields = [
            ("instance", body.as_str()),
            ("debut", "2026-03-20T14:00"),
            ("fin", "2026-03-20T16:00"),
            ("lieu", "Hôtel de Région"),
            ("lien", "https://visio.exemple.fr/salle-secrete"),
        ];
        let page = office.submit("/reunions/nouvelle", &fields).await;
        let address = page.header("location").unwrap().to_owned();
        let story = Story {
            app,
            text: String::new(),
        };
        let meeting = Self { story, address };
        for (number, title) in ["Budget", "Calendrier"].into_iter().enumerate() {
            let number = number.to_string();
            let fields = [
                ("action", "ajouter"),
                ("intitule", title),
                ("revision", &number),
            ];
            meeting.sends("/ordre-du-jour", &fields).await;
        }
        let point = meeting.points().await[1].clone();
        let guest = [
            ("action", "inviter"),
            ("point", point.as_str()),
            ("courriel", "technique@sicoval.exemple.fr"),
            ("revision", "2"),
        ];
        meeting.sends("/ordre-du-jour", &guest).await;
        meeting.sends("/convocation", &[("revision", "3")]).await;
        meeting
    }

    fn id(&self) -> MeetingId {
        self.address
            .trim_start_matches("/reunions/")
            .parse()
            .unwrap()
    }

    async fn points(&self) -> Vec<String> {
        let mut tx = self.story.app.app.db.read().await.unwrap();
        let agenda = tx.agenda(self.id()).await.unwrap();
        agenda.iter().map(|it| it.id.to_string()).collect()
    }

    async fn sends(&self, place: &str, fields: &[(&str, &str)]) {
        let mut office = self.story.app.as_secretariat();
        let path = format!("{}{place}", self.address);
        office.submit(&path, fields).await.assert_status(303);
    }

    async fn moves_to_the_27th(&self) {
        let fields = [
            ("debut", "2026-03-27T14:00"),
            ("fin", "2026-03-27T16:00"),
            ("lieu", "Hôtel de Région"),
            ("revision", "4"),
        ];
        self.sends("/modifier", &fields).await;
    }

    async fn begins_an_hour_later(&self) {
        let fields = [
            ("debut", "2026-03-20T15:00"),
            ("fin", "2026-03-20T17:00"),
            ("lieu", "Hôtel de Région"),
            ("revision", "4"),
        ];
        self.sends("/modifier", &fields).await;
    }

    /// What somebody is sent now.
    async fn sent_to(&self, email: &str) -> Composed {
        let sent = self.story.sent().await.into_iter().flatten();
        let mut theirs = sent.filter(|mail| mail.to == email);
        let mail = theirs.next().expect("a mail");
        assert_eq!(theirs.next(), None, "one mail");
        mail
    }
}

/// The calendar file of a mail, unfolded.
fn calendar(mail: &Composed) -> String {
    let file = mail.letter.calendar.as_ref().expect("a calendar file");
    file.words.replace("\r\n ", "")
}

const MEMBER: &str = "direction@grand-montauban.exemple.fr";
const GUEST: &str = "technique@sicoval.exemple.fr";

#[tokio::test]
async fn each_member_and_each_guest_is_convened_once() {
    let meeting = Meeting::convened().await;
    let subject = "Convocation\u{202f}: Conférence des directions, 20\u{a0}mars 2026 à 14\u{a0}h";
    let expected = [
        "direction@grand-montauban.exemple.fr",
        "direction@region-occitanie.exemple.fr",
        "direction@sicoval.exemple.fr",
        "direction@toulouse-metropole.exemple.fr",
        "technique@sicoval.exemple.fr",
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|to| format!("{to}: {subject}"))
        .collect();
    assert_eq!(meeting.story.leaves().await, expected);
    assert_eq!(meeting.story.leaves().await, [""; 0]);
}

#[tokio::test]
async fn a_member_has_the_agenda_and_a_guest_their_point() {
    let meeting = Meeting::convened().await;
    let sent: Vec<_> = meeting.story.sent().await.into_iter().flatten().collect();
    let to = |email: &str| sent.iter().find(|mail| mail.to == email).unwrap();
    let points = |mail: &Composed| mail.letter.agenda.clone().unwrap().1;
    assert_eq!(points(to(MEMBER)), ["Budget", "Calendrier"]);
    assert_eq!(points(to(GUEST)), ["Calendrier"]);
    assert!(!calendar(to(GUEST)).contains("Budget"));
    for email in [MEMBER, GUEST] {
        let mail = to(email);
        let id = Uuid::now_v7();
        let whole = message(&mail.letter, id, email.parse().unwrap(), &smtp()).unwrap();
        let whole = String::from_utf8(whole.bytes).unwrap();
        assert!(
            whole.contains("text/calendar; charset=utf-8; method=REQUEST"),
            "{whole}"
        );
        assert!(!whole.contains("List-Unsubscribe"), "it cannot be refused");
        let words = mail.letter.plain().unwrap() + &mail.letter.html().unwrap();
        assert!(!words.contains("salle-secrete") && !calendar(mail).contains("salle-secrete"));
        assert_eq!((&mail.letter.choice, &mail.letter.stop), (&None, &None));
    }
}

#[tokio::test]
async fn the_calendar_file_keeps_its_uid_and_raises_its_sequence() {
    let meeting = Meeting::convened().await;
    let first = calendar(&meeting.sent_to(MEMBER).await);
    let uid = format!("UID:{}\r\n", meeting.id());
    let attendee = format!("ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{MEMBER}\r\n");
    for line in [
        "METHOD:REQUEST\r\n",
        "SEQUENCE:0\r\n",
        "DTSTART:20260320T130000Z\r\n",
        "ORGANIZER;CN=\"Association d’essai\":mailto:dires@exemple.fr\r\n",
        &uid,
        &attendee,
    ] {
        assert!(first.contains(line), "{line:?} in {first}");
    }
    meeting.moves_to_the_27th().await;
    let second = meeting.sent_to(MEMBER).await;
    assert!(second.letter.subject.starts_with("Convocation modifiée"));
    let moved = calendar(&second);
    for line in [
        "METHOD:REQUEST\r\n",
        "SEQUENCE:1\r\n",
        "DTSTART:20260327T130000Z\r\n",
        &uid,
    ] {
        assert!(moved.contains(line), "{line:?} in {moved}");
    }
    let fields = [("motif", "Grève"), ("revision", "5")];
    meeting.sends("/annulation", &fields).await;
    let last = meeting.sent_to(MEMBER).await;
    assert!(last.letter.subject.starts_with("Séance annulée"));
    let gone = calendar(&last);
    for line in [
        "METHOD:CANCEL\r\n",
        "SEQUENCE:2\r\n",
        "STATUS:CANCELLED\r\n",
        &uid,
    ] {
        assert!(gone.contains(line), "{line:?} in {gone}");
    }
}

#[tokio::test]
async fn what_waits_is_said_as_it_is_when_it_leaves_and_only_to_who_is_still_convened() {
    let meeting = Meeting::convened().await;
    meeting.moves_to_the_27th().await;
    let app = &meeting.story.app;
    let person = app.person(MEMBER).await;
    let mut tx = app.app.db.write().await.unwrap();
    let mandate = tx.mandates_of(person).await.unwrap()[0].id;
    let yesterday = app.app.clock.today().pred_opt().unwrap();
    assert!(tx.end_mandate(person, mandate, yesterday).await.unwrap());
    let again = NewMail {
        kind: MailKind::Convocation,
        subject: meeting.id().0,
        occasion: 1,
        person,
        at: app.app.clock.now(),
    };
    assert!(!tx.write_mail(&again).await.unwrap(), "one cause, one mail");
    tx.save().await.unwrap();
    let leaves = meeting.story.leaves().await;
    assert_eq!(leaves.len(), 5, "{leaves:?}");
    assert_eq!(leaves.iter().filter(|it| *it == "–").count(), 1);
    assert!(
        leaves
            .iter()
            .all(|it| *it == "–" || it.contains("27\u{a0}mars"))
    );
    let mut tx = app.app.db.read().await.unwrap();
    let convened = tx.convened(meeting.id()).await.unwrap();
    let theirs = convened.iter().find(|one| one.person == person).unwrap();
    assert_eq!(theirs.mail, Some(MailEnd::Moot));
}

impl Meeting {
    /// What leaves at an instant, once what happens by itself has happened twice.
    async fn leaves_at(&self, instant: &str) -> Vec<String> {
        let app = &self.story.app;
        app.clock.set(instant);
        for _ in 0..2 {
            round(&app.app).await.unwrap();
        }
        self.story.leaves().await
    }
}

#[tokio::test]
async fn who_is_convened_is_reminded_a_week_and_a_day_before_and_once() {
    let meeting = Meeting::convened().await;
    meeting.story.leaves().await;
    assert_eq!(meeting.leaves_at("2026-03-13T12:59:00Z").await, [""; 0]);
    let week = meeting.leaves_at("2026-03-13T13:00:00Z").await;
    assert_eq!(week.len(), 5, "{week:?}");
    let said = "Rappel\u{202f}: Conférence des directions, 20\u{a0}mars 2026 à 14\u{a0}h";
    assert_eq!(week[4], format!("{GUEST}: {said}"));
    assert_eq!(meeting.leaves_at("2026-03-14T13:00:00Z").await, [""; 0]);
    assert_eq!(meeting.leaves_at("2026-03-19T13:00:00Z").await, week);
    assert_eq!(meeting.leaves_at("2026-03-19T14:00:00Z").await, [""; 0]);
}

#[tokio::test]
async fn a_reminder_is_of_the_day_that_holds_and_never_of_a_meeting_that_is_cancelled() {
    let meeting = Meeting::convened().await;
    meeting.story.leaves().await;
    assert_eq!(meeting.leaves_at("2026-03-13T13:00:00Z").await.len(), 5);
    meeting.moves_to_the_27th().await;
    meeting.story.leaves().await;
    let again = meeting.leaves_at("2026-03-20T14:00:00Z").await;
    assert!(
        again.len() == 5 && again.iter().all(|it| it.contains("27\u{a0}mars")),
        "{again:?}"
    );
    meeting
        .sends("/annulation", &[("motif", "Grève"), ("revision", "5")])
        .await;
    meeting.story.leaves().await;
    assert_eq!(meeting.leaves_at("2026-03-26T14:00:00Z").await, [""; 0]);
}

#[tokio::test]
async fn who_was_just_convened_is_not_reminded_at_once() {
    let meeting = Meeting::convened().await;
    meeting.story.leaves().await;
    meeting.story.app.clock.set("2026-03-19T15:00:00Z");
    meeting.begins_an_hour_later().await;
    let told = meeting.leaves_at("2026-03-19T17:30:00Z").await;
    assert!(
        told.len() == 5 && told.iter().all(|it| it.contains("Convocation modifiée")),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_guest_who_is_withdrawn_is_told_so_and_their_diary_too() {
    let meeting = Meeting::convened().await;
    meeting.sent_to(GUEST).await;
    let guest = {
        let mut tx = meeting.story.app.app.db.read().await.unwrap();
        let agenda = tx.agenda(meeting.id()).await.unwrap();
        agenda[1].guests[0].id.to_string()
    };
    let point = meeting.points().await[1].clone();
    let fields = [
        ("action", "retirer-invite"),
        ("point", point.as_str()),
        ("invite", guest.as_str()),
        ("revision", "4"),
    ];
    meeting.sends("/ordre-du-jour", &fields).await;
    let mail = meeting.sent_to(GUEST).await;
    assert!(mail.letter.subject.starts_with("Invitation retirée"));
    let gone = calendar(&mail);
    let uid = format!("UID:{}\r\n", meeting.id());
    for line in ["METHOD:CANCEL\r\n", "SEQUENCE:1\r\n", &uid] {
        assert!(gone.contains(line), "{line:?} in {gone}");
    }
    assert!(!gone.contains("Calendrier"), "{gone}");
    assert_eq!(meeting.story.leaves().await, [""; 0], "nobody else is told");
    let reminded = meeting.leaves_at("2026-03-19T13:00:00Z").await;
    assert_eq!(reminded.len(), 4, "{reminded:?}");
}

#[tokio::test]
async fn a_point_that_is_taken_away_takes_its_guests_invitation_with_it() {
    let meeting = Meeting::convened().await;
    meeting.story.leaves().await;
    let point = meeting.points().await[1].clone();
    let fields = [
        ("action", "retirer"),
        ("point", point.as_str()),
        ("revision", "4"),
    ];
    meeting.sends("/ordre-du-jour", &fields).await;
    let mail = meeting.sent_to(GUEST).await;
    assert!(calendar(&mail).contains("METHOD:CANCEL\r\n"));
}
