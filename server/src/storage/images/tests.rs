//! Images under their texts, on both engines.

use dires_domain::text::{ImageFile, ImageFormat};

use crate::storage::images::NewImage;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};
use crate::web::testing::TestApp;

const FILE: ImageFile = ImageFile {
    hash: [7; 32],
    format: ImageFormat::Png,
};

/// Two texts, of which the first has an image of three bytes.
async fn scene(db: &Db) -> (Tx, NewImage, dires_domain::ids::PaperId) {
    let app = TestApp::on(db.clone()).await;
    let ((one, _), (other, _)) = (app.text().await, app.text().await);
    let new = NewImage {
        paper: one,
        file: FILE,
        width: 640,
        height: 480,
        bytes: vec![1, 2, 3],
        by: app.person("direction@sicoval.exemple.fr").await,
        at: app.app.clock.now(),
    };
    let mut tx = db.write().await.unwrap();
    tx.keep_image(new.clone()).await.unwrap();
    (tx, new, other)
}

#[tokio::test]
async fn an_image_is_its_texts_and_no_other_ones() {
    on_both_engines(|db| async move {
        let (mut tx, new, other) = scene(&db).await;
        let bytes = tx.image_bytes(new.paper, FILE).await.unwrap();
        assert_eq!(bytes, Some(vec![1, 2, 3]));
        assert_eq!(tx.image_bytes(other, FILE).await.unwrap(), None);
        let jpeg = ImageFile {
            format: ImageFormat::Jpeg,
            ..FILE
        };
        assert_eq!(tx.image_bytes(new.paper, jpeg).await.unwrap(), None);
        assert_eq!(tx.image_files(new.paper).await.unwrap(), [FILE]);
        assert_eq!(tx.image_files(other).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_image_is_kept_once_and_weighs_what_it_weighs() {
    on_both_engines(|db| async move {
        let (mut tx, new, other) = scene(&db).await;
        tx.keep_image(new.clone()).await.unwrap();
        assert_eq!(tx.images_weight(new.paper).await.unwrap(), 3);
        assert_eq!(tx.images_weight(other).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_correction_takes_the_images_along() {
    on_both_engines(|db| async move {
        let (mut tx, new, other) = scene(&db).await;
        tx.copy_images(new.paper, other).await.unwrap();
        let bytes = tx.image_bytes(other, FILE).await.unwrap();
        assert_eq!(bytes, Some(vec![1, 2, 3]));
        assert_eq!(tx.images_weight(other).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_not_published_shows_nobody_its_images() {
    on_both_engines(|db| async move {
        let (mut tx, new, _) = scene(&db).await;
        let found = tx.published_with_image(2026, FILE, new.at).await.unwrap();
        assert_eq!(found, []);
    })
    .await;
}
