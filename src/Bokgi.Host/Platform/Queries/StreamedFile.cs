using Bokgi.Host.Platform.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bokgi.Host.Platform.Queries;

/// <summary>A file that is written to the client as it is made.</summary>
/// <param name="contentType">Its media type.</param>
/// <param name="name">The name under which a browser keeps it.</param>
/// <param name="write">Writes it; what it works on is disposed with <paramref name="source"/>.</param>
/// <param name="source">Disposed afterwards, if there is anything to dispose.</param>
/// <param name="isInline">Whether a browser shows it, rather than keeping it as a file.</param>
internal sealed class StreamedFile(string contentType, string name, Action<Stream> write, IDisposable? source = null, bool isInline = false)
    : IResult
{
    // Kestrel sends every write at once; rows come in small pieces.
    private const int BufferBytes = 1 << 16;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (source)
        {
            using var place = httpContext.RequestServices.GetRequiredService<ConcurrencyGate>().Stream();
            if (!place.IsAcquired)
            {
                await RequestLimits.TooMany(httpContext).ExecuteAsync(httpContext);
                return;
            }

            // The formats' writers are synchronous, and the number of such requests at a time is limited.
            httpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            httpContext.Response.ContentType = contentType;
            var disposition = new ContentDispositionHeaderValue(isInline ? "inline" : "attachment");
            disposition.SetHttpFileName(name);
            httpContext.Response.Headers.ContentDisposition = disposition.ToString();
            // Not disposed, which would send what there is: a failure before the first piece is still answered as a problem.
            var buffered = new BufferedStream(httpContext.Response.Body, BufferBytes);
            write(buffered);
            buffered.Flush();
        }
    }
}
