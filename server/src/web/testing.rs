//! Pages without a server: a small association, and browsers that read as prose.
//!
//! ```ignore
//! let app = TestApp::new().await;
//! let page = app.as_direction("sicoval").get("/tableau").await;
//! page.assert_status(200).assert_shows("Ce qui vous attend");
//! ```

mod association;
pub mod browser;
mod text;

use std::sync::Arc;

pub use browser::{Browser, Page};
use dires_domain::ids::{PersonId, TerritoryId};
use tempfile::TempDir;
use uuid::Uuid;

pub use self::association::TERRITORIES;
use crate::app::App;
use crate::clock::testing::SetClock;
use crate::config::Config;
use crate::entropy::SystemEntropy;
use crate::storage::Db;
use crate::web::router;

/// When the tests' clock stands: a Monday, 10 h in Paris.
pub const START: &str = "2026-03-02T09:00:00Z";

/// The password of everyone in the tests' association.
pub const PASSWORD: &str = "un mot de passe";

/// The application on a database of its own, with the tests' association in it: [`TERRITORIES`], the bodies that
/// conduct stages, a direction, a presidency and a technician for each territory, and a secretariat.
pub struct TestApp {
    /// The application itself, for what the pages cannot do.
    pub app: App,
    /// Its clock, at [`START`] until a test moves it.
    pub clock: Arc<SetClock>,
    router: axum::Router,
    /// Kept until the test ends: dropping it removes the database.
    folder: Option<TempDir>,
}

impl TestApp {
    /// On a temporary `SQLite` file.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// On a temporary `SQLite` file, with other settings.
    pub async fn with(settings: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("dires.sqlite").display());
        let db = Db::open(&url).await.expect("a database");
        let mut app = Self::build(db, settings).await;
        app.folder = Some(folder);
        app
    }

    /// On the database of [`crate::storage::testing::on_both_engines`].
    pub async fn on(db: Db) -> Self {
        Self::build(db, |_| {}).await
    }

    async fn build(db: Db, settings: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        settings(&mut config);
        association::found(&db).await;
        let clock = Arc::new(SetClock::at(START));
        let app = App::with(
            db,
            config,
            clock.clone(),
            Arc::new(SystemEntropy),
            tokio::runtime::Handle::current(),
        );
        Self {
            router: router(app.clone()),
            app,
            clock,
            folder: None,
        }
    }

    /// Someone who is not logged in.
    pub fn anyone(&self) -> Browser {
        Browser::new(self.router.clone(), &self.app)
    }

    /// The direction générale of a territory, in the conférence des directions.
    pub fn as_direction(&self, territory: &str) -> Browser {
        self.logged_in(&format!("direction@{territory}.exemple.fr"))
    }

    /// The presidency of a territory, in the conférence des présidences and the assemblée générale.
    pub fn as_presidency(&self, territory: &str) -> Browser {
        self.logged_in(&format!("presidence@{territory}.exemple.fr"))
    }

    /// A technician of a territory, without a seat.
    pub fn as_technician(&self, territory: &str) -> Browser {
        self.logged_in(&format!("technique@{territory}.exemple.fr"))
    }

    /// The association's secretariat.
    pub fn as_secretariat(&self) -> Browser {
        self.logged_in("secretariat@exemple.fr")
    }

    /// Anyone with an account, by e-mail; their session opens with their first request.
    pub fn logged_in(&self, email: &str) -> Browser {
        self.anyone().opening_a_session_for(email)
    }

    /// A territory of the tests' association, by slug.
    pub async fn territory(&self, slug: &str) -> TerritoryId {
        let mut tx = self.app.db.read().await.unwrap();
        let found = tx
            .query("select id from territory where slug = $1")
            .bind(slug.to_owned());
        TerritoryId(found.one::<(Uuid,)>().await.unwrap().0)
    }

    /// A person of the tests' association, by e-mail.
    pub async fn person(&self, email: &str) -> PersonId {
        let mut tx = self.app.db.read().await.unwrap();
        tx.credentials(email)
            .await
            .unwrap()
            .expect("a person")
            .person
    }
}
