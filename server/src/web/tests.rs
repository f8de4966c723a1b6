//! What holds for every address of the site.

mod forgery;
mod headers;
mod odd;

/// The addresses of `routes.rs` whose line has this word.
fn addresses(word: &str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("routes.rs").lines();
    let routes = lines.filter(move |line| line.contains(".route(") && line.contains(word));
    routes.filter_map(|line| line.split('"').nth(1))
}
