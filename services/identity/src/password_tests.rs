use super::*;

#[tokio::test]
async fn only_the_same_password_verifies_and_equal_passwords_hash_differently() {
    let one = hash("kata sandi panjang".to_owned()).await.unwrap();
    let two = hash("kata sandi panjang".to_owned()).await.unwrap();
    assert_ne!(one, two);
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(verify("kata sandi panjang".to_owned(), Some(one.clone())).await.unwrap());
    assert!(!verify("kata sandi Panjang".to_owned(), Some(one)).await.unwrap());
}

#[tokio::test]
async fn what_everybody_knows_is_hashed_cheaply_and_verified_like_the_rest() {
    let known = hash_public("lumbung-demo").unwrap();
    assert!(known.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    assert!(verify("lumbung-demo".to_owned(), Some(known.clone())).await.unwrap());
    assert!(!verify("lumbung-dema".to_owned(), Some(known)).await.unwrap());
}

#[tokio::test]
async fn nobody_has_no_password() {
    for password in ["", "nobody", "admin"] {
        assert!(!verify(password.to_owned(), None).await.unwrap());
    }
    // The stand-in must cost what a real hash costs.
    let parsed = PasswordHash::new(NOBODY).unwrap();
    let params = Params::try_from(&parsed).unwrap();
    assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, 1));
    assert_eq!(parsed.hash.unwrap().len(), 32);
}

#[test]
fn a_weak_password_is_refused() {
    assert!(acceptable("sawah-hijau-luas", "kades.sukojati").is_ok());
    assert!(acceptable("sembilan1", "kades").is_err());
    assert!(acceptable("KADES.SUKOJATI-2026", "kades.sukojati").is_err());
    assert!(acceptable(&"sawah hijau ".repeat(22), "kades").is_err());
}

#[test]
fn what_anybody_tries_first_is_no_password() {
    for plain in [
        "          ",
        "\u{a0} \u{3000}\u{a0} \u{3000}\u{a0} \u{3000}\u{a0}",
        "aaaaaaaaaaaa",
        "1212121212",
        "1 1 1 1 1 1 1",
        "1234567890",
        "12345678901234",
        "9876543210",
        "abcdefghijklm",
        "LKJIHGFEDCBA",
        "Password123",
        "lumbung-demo-2026",
    ] {
        assert!(acceptable(plain, "kades").is_err(), "{plain}");
    }
    for good in ["sawah hijau luas", "jalan-desa-yang-panjang", "kata sandi yang panjang"] {
        assert!(acceptable(good, "kades").is_ok(), "{good}");
    }
}
