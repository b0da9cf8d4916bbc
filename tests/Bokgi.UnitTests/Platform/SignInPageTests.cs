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
    public void ReturnPath_PathOfThisServer_IsThatPath(string path) => SignInPage.ReturnPath(path).ShouldBe(path);

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
    public void ReturnPath_AnythingElse_IsTheStartPage(string? requested) => SignInPage.ReturnPath(requested).ShouldBe("/docs/");

    [Fact]
    public void ReturnPath_VeryLongPath_IsTheStartPage() => SignInPage.ReturnPath($"/{new string('x', 2_000)}").ShouldBe("/docs/");
}
