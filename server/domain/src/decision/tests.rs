mod cases;
mod properties;
mod proxies;
mod scene;
mod stored;
mod unsaid;
mod written;
