using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Bokgi.Host.Platform.Access;

/// <summary>The page on which a user signs in with a key. It loads nothing and runs only its own script.</summary>
internal static class SignInPage
{
    public const string Path = "/signin";

    private const string StartPage = "/docs/";
    private const int MaximumReturnLength = 2_000;

    private static readonly string Template = ReadTemplate();

    private static readonly string Policy =
        $"default-src 'none'; script-src '{Hash("script")}'; style-src '{Hash("style")}'; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The path to open after signing in: the requested one if it is a path of this server, otherwise the start page.</summary>
    public static string ReturnPath(string? requestedPath)
    {
        var isPath =
            requestedPath is ['/', ..] and not ['/', '/', ..] // browsers take what follows // for the name of another server
            && requestedPath.Length <= MaximumReturnLength
            && requestedPath.All(character => character is >= ' ' and not ('\\' or '\x7f'))
            && !requestedPath.StartsWith(Path, StringComparison.OrdinalIgnoreCase);
        return isPath ? requestedPath! : StartPage;
    }

    public static Task WriteAsync(HttpContext context, string returnPath)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            Template.Replace("{return}", HtmlEncoder.Default.Encode(returnPath), StringComparison.Ordinal),
            context.RequestAborted
        );
    }

    private static string ReadTemplate()
    {
        using var stream = typeof(SignInPage).Assembly.GetManifestResourceStream("signin.html")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // The hash of an element's content. The policy allows only content with this hash.
    private static string Hash(string element)
    {
        var startTag = $"<{element}>";
        var from = Template.IndexOf(startTag, StringComparison.Ordinal) + startTag.Length;
        var to = Template.IndexOf($"</{element}>", from, StringComparison.Ordinal);
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Template[from..to])))}";
    }
}
