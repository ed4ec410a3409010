//! Values of a query string.

use axum::http::Uri;

/// The value of a key, with its percent signs undone.
pub fn value(uri: &Uri, key: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == key)?;
    decode(value).filter(|value| !value.is_empty())
}

/// Undoes what [`encode`] does.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Writes a value so that it can stand in a query.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&domain::hex(&[byte]).to_ascii_uppercase());
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_the_way_through_a_query() {
        for text in ["BIG, Kebijakan Satu Peta & 2024 100%", "/var/lib/x y.geojson", "Sukojatiñ+"]
        {
            let uri: Uri = format!("/x?a=1&source={}", encode(text)).parse().unwrap();
            assert_eq!(value(&uri, "source").as_deref(), Some(text));
        }
    }

    #[test]
    fn broken_percent_signs_are_no_value() {
        for broken in ["%", "%4", "%zz", "%ff"] {
            let uri: Uri = format!("/x?a={broken}").parse().unwrap();
            assert_eq!(value(&uri, "a"), None);
        }
    }
}
