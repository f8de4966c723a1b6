//! `GET /api/openapi.json`: the API in the words of `OpenAPI` 3.1.

use axum::Json;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Description;

use super::{act, publications, read};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dires",
        description = "The same texts, rights and services as the pages. A request carries the session cookie of `/connexion`; one that changes something comes from this site's own pages, or from a program that is no browser. Problems are `application/problem+json` (RFC 9457), in French."
    ),
    paths(
        describe,
        read::list,
        read::one,
        act::advance,
        act::give_opinion,
        act::take_position,
        publications::list,
    )
)]
struct Api;

/// This description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    responses((status = 200, description = "The API's description"))
)]
#[expect(
    dead_code,
    reason = "only its description is read: the handler is `show`"
)]
fn describe() {}

/// Gives the description.
pub async fn show() -> Json<Description> {
    Json(Api::openapi())
}
