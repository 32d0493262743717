use semver::{BuildMetadata, Version};
use std::io::{stdin, BufRead};

/// What is behind a plus decides which of two is listed first, not which an advisory means.
fn parse(text: &str) -> Option<Version> {
    let mut version = Version::parse(text).ok()?;
    version.build = BuildMetadata::EMPTY;
    Some(version)
}

fn main() {
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let (a, b) = line.split_once(' ').unwrap();
        println!(
            "{}",
            match (parse(a), parse(b)) {
                (Some(a), Some(b)) => ["<", "=", ">"][(a.cmp(&b) as i8 + 1) as usize],
                _ => "invalid",
            }
        );
    }
}
