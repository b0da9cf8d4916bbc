using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Settings;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Logging;

public sealed class RedactorTests
{
    [Theory]
    [InlineData("postgresql://coin_user:pa%40ss-word@db:5432/coin_db", "pa%40ss-word", "pa@ss-word")]
    [InlineData("Host=db;Username=coin_user;Password=hidden-9", "hidden-9")]
    [InlineData("redis://:geheim12@cache:6379/0", "geheim12")]
    [InlineData("https://s3.example.com/bucket?X-Amz-Signature=0a1b2c3d", "0a1b2c3d")]
    [InlineData("postgresql://coin_user:p/a#ss@db:5432/coin_db", "p/a#ss")]
    [InlineData("https://hooks.slack.com/services/T0/B0/abcdef", "/services/T0/B0/abcdef")]
    [InlineData("12345:telegram-token", "12345:telegram-token")]
    public void Redact_SettingThatContainsSecrets_MasksTheSettingAndItsSecretParts(string value, params string[] parts)
    {
        var redactor = new Redactor([value]);

        foreach (var secret in parts.Append(value))
            redactor.Redact($"before {secret} after").ShouldBe($"before {Redactor.Mask} after");
    }

    [Fact]
    public void Of_ListOfKeys_MasksEachSecret()
    {
        var settings = HostSettings.Read(
            null,
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("API_KEYS", (string?)"root:admin:first-secret, joe:viewer:second:secret")])
                .Build()
        );

        Redactor.Of(settings).Redact("a first-secret b second:secret c").ShouldBe($"a {Redactor.Mask} b {Redactor.Mask} c");
    }

    [Fact]
    public void Redact_SecretIsPartOfALongerSecret_MasksTheWholeLongerSecret() =>
        new Redactor(["abcd", "abcdefgh"]).Redact("x abcdefgh y abcd z").ShouldBe($"x {Redactor.Mask} y {Redactor.Mask} z");

    [Fact]
    public void Redact_TextWithoutSecrets_IsTheSameInstance()
    {
        const string text = "the paper session runs";

        new Redactor(["other-secret"]).Redact(text).ShouldBeSameAs(text);
        new Redactor([]).Redact(text).ShouldBeSameAs(text);
    }

    [Fact]
    public void Redact_AnyTextAndSecrets_HasNoneLeftAndKeepsTheRest() =>
        Gen.Select(Gen.String[Gen.Char['a', 'f'], 4, 12].Array[1, 5], Gen.String[Gen.Char['a', 'f'], 0, 5].Array[1, 8])
            .Sample(
                (secrets, texts) =>
                {
                    // Each secret occurs up to three times.
                    var text = string.Join(
                        ' ',
                        texts.Zip(secrets.Concat(secrets).Concat(secrets), (prefix, secret) => $"{prefix} {secret}")
                    );

                    var redacted = new Redactor(secrets).Redact(text);

                    secrets.ShouldAllBe(secret => !redacted.Contains(secret));
                    // Words without a secret are kept; no secret has a space.
                    var kept = Array.ConvertAll(text.Split(' '), word => secrets.Any(word.Contains) ? null : word);
                    redacted.Split(' ').Select((word, i) => kept[i] is null ? null : word).ShouldBe(kept);
                },
                iter: Iterations.Scale(500)
            );
}
