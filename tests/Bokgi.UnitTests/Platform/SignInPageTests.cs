using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class SignInPageTests
{
    [Theory]
    [InlineData("/docs")]
    [InlineData("/jobs/servers?page=2&x=%2F%2Fevil.example")]
    [InlineData("/")]
    [InlineData("/a//b")]
    public void Return_PathOfThisServer_IsGoneBackTo(string path) => SignInPage.Return(path).ShouldBe(path);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("docs")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/signin?return=/docs")]
    [InlineData("/SignIn")]
    public void Return_AnythingElse_IsTheStart(string? asked) => SignInPage.Return(asked).ShouldBe("/docs/");

    [Fact]
    public void Return_PathWithoutEnd_IsTheStart() => SignInPage.Return($"/{new string('x', 2_000)}").ShouldBe("/docs/");
}
