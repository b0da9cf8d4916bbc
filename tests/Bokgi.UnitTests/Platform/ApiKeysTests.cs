using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Keys;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class ApiKeysTests
{
    [Fact]
    public void Read_Keys_AreFoundOnlyByTheirSecrets()
    {
        var keys = Read(" vera:viewer:s3cret , ada:ADMIN:with:colons=, ");

        keys.HasKeys.ShouldBeTrue();
        (keys.Find("s3cret")!.Name, keys.Find("s3cret")!.Role).ShouldBe(("vera", Role.Viewer));
        (keys.Find("with:colons=")!.Name, keys.Find("with:colons=")!.Role).ShouldBe(("ada", Role.Admin));
        foreach (var wrongSecret in (string[])["", "S3CRET", "s3cre", "s3crets", "with", "vera", "vera:viewer:s3cret"])
            keys.Find(wrongSecret).ShouldBeNull(wrongSecret);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public void Read_EmptyText_GivesNoKeys(string text) => Read(text).HasKeys.ShouldBeFalse();

    // Each text has the word hush where a user may have written a secret, so no message may contain this word.
    [Theory]
    [InlineData("hush", "key 1 lacks a part; write name:role:secret")]
    [InlineData("a:viewer:x,hush:hush", "key 2 lacks a part")]
    [InlineData("hush:viewer:", "key 1 lacks a part")]
    [InlineData(":viewer:hush", "key 1 has an invalid name")]
    [InlineData("hu sh:viewer:hush", "key 1 has an invalid name")]
    [InlineData("local:viewer:hush", "key 1 has an invalid name")]
    [InlineData("anonymous:viewer:hush", "key 1 has an invalid name")]
    [InlineData("a:hush:x", "key 1 has an unknown role; the roles are viewer, trader, admin")]
    [InlineData("a:0:hush", "key 1 has an unknown role")]
    [InlineData("a:viewer:hush hush", "key 1 has a secret that a header cannot contain")]
    [InlineData("a:viewer:hush비밀", "key 1 has a secret that a header cannot contain")]
    [InlineData("hush:viewer:x,hush:admin:y", "key 2 has the same name as an earlier key")]
    [InlineData("a:viewer:hush,b:admin:hush", "key 2 has the same secret as an earlier key")]
    public void Read_InvalidKey_IsRefusedWithoutBeingShown(string text, string expected)
    {
        var errors = new InputErrors();

        ApiKeys.Read(text, errors);

        var (field, message) = errors.ListedErrors.ShouldHaveSingleItem();
        field.ShouldBe("API_KEYS");
        message.ShouldStartWith($"API_KEYS: {expected}");
        message.ShouldNotContain("hush");
    }

    [Fact]
    public void Stamp_OfDifferentSecrets_IsDifferent()
    {
        var keys = Read("a:viewer:one,b:viewer:two");
        var keysWithChangedRole = Read("a:admin:one");

        keys.Find("one")!.Stamp.ShouldBe(keysWithChangedRole.Find("one")!.Stamp, "the role may change");
        keys.Find("one")!.Stamp.ShouldNotBe(keys.Find("two")!.Stamp);
        keysWithChangedRole.Find("a", keys.Find("two")!.Stamp).ShouldBeNull();
        keysWithChangedRole.Find("b", keysWithChangedRole.Find("one")!.Stamp).ShouldBeNull();
        keysWithChangedRole.Find(null, null).ShouldBeNull();
    }

    private static ApiKeys Read(string text)
    {
        var errors = new InputErrors();
        var keys = ApiKeys.Read(text, errors);
        errors.ThrowIfAny();
        return keys;
    }
}
