using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The server's OpenAPI document must equal the reviewed file; <c>BOKGI_APPROVE=1</c> rewrites the file.</summary>
public sealed class OpenApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    private static readonly string ApprovedPath = Path.Combine(
        SharedData.RepositoryRoot,
        "tests",
        "Bokgi.IntegrationTests",
        "Http",
        "openapi.approved.json"
    );

    [Fact]
    public void Document_OfTheServer_EqualsTheApprovedOne()
    {
        var actual = server.Get("/openapi/v1.json").Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("BOKGI_APPROVE") == "1")
            File.WriteAllText(ApprovedPath, actual);

        var approved = File.Exists(ApprovedPath) ? File.ReadAllText(ApprovedPath) : string.Empty;
        if (approved != actual)
            Assert.Fail(
                $"The API is not the approved one.\n{Difference(approved, actual)}\nIf the change is intended: BOKGI_APPROVE=1 scripts/test.sh --filter OpenApiTests, and commit {ApprovedPath}"
            );
    }

    [Fact]
    public void Document_EveryRoute_IsDescribedAndNamesAreInSnakeCase()
    {
        var document = server.Get("/openapi/v1.json");
        foreach (var path in document["paths"].EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace($"{operation.Name} {path.Name}");
                operation.Value.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace($"{operation.Name} {path.Name}");
            }
        }

        document["paths"].EnumerateObject().ShouldAllBe(path => !path.Name.Any(char.IsAsciiLetterUpper));
        var names = document["components", "schemas"]
            .EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject());
        names
            .Select(name => name.Name)
            .ShouldAllBe(name =>
                name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
            );
        document.Text.ShouldNotContain(
            server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Case.Sensitive,
            "the document is the same wherever the server listens"
        );
    }

    [Fact]
    public void Docs_Page_LoadsItsScriptsFromTheServer()
    {
        var page = server.Get("/docs/").Text;

        var sources = page.Split("src=\"")[1..].Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).ToList();
        sources.ShouldBe(["scalar.js", "scalar.aspnetcore.js"]);
        foreach (var script in sources)
            server.Get($"/docs/{script}").Status.ShouldBe(200, script);
        page.ShouldNotContain("https://");
        page.ShouldContain("openapi/v1.json");
    }

    private static string Difference(string approved, string actual) =>
        string.Join(
            '\n',
            approved
                .Split('\n')
                .Except(actual.Split('\n'))
                .Select(line => $"- {line}")
                .Concat(actual.Split('\n').Except(approved.Split('\n')).Select(line => $"+ {line}"))
        );
}
