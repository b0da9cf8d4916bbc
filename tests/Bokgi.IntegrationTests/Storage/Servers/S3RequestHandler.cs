using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>
/// Authenticates, authorizes and executes each request, injects the fault that a test has planned for it, and sends the response.
/// </summary>
internal sealed class S3RequestHandler(
    string bucket,
    S3Authenticator authenticator,
    S3Objects objects,
    S3Uploads uploads,
    S3Faults faults,
    TimeProvider clock
)
{
    private readonly ConcurrentQueue<S3RequestRecord> requests = new();

    public IReadOnlyList<S3RequestRecord> Requests => requests.ToArray();

    public async Task HandleAsync(HttpContext context)
    {
        var call = new S3Call(context);
        var fault = faults.TakeNext(call.Operation);
        try
        {
            await faults.WaitWhileHeldAsync(call.Operation, context.RequestAborted);
            var response = await RespondAsync(call, fault);
            RecordRequest(call, response.Status);
            await S3Sender.SendAsync(call, response.SetHeader("Date", clock.GetUtcNow().ToString("R")), fault);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            RecordRequest(call, 0); // the client disconnected or was cut off
            context.Abort();
        }
    }

    private async Task<S3Response> RespondAsync(S3Call call, S3Fault? fault)
    {
        try
        {
            if (fault is { IsSlowDown: true })
                throw S3Error.SlowDown();
            return await ExecuteAsync(call, fault);
        }
        catch (S3Error error)
        {
            return new(error.Status) { Xml = error.ToXml(call.Path, call.Context.TraceIdentifier) };
        }
    }

    private async Task<S3Response> ExecuteAsync(S3Call call, S3Fault? fault)
    {
        var authorization = S3Authorization.Parse(call);
        var (caller, chunkSignatures) = authenticator.Authenticate(call, authorization);
        if (call.Bucket.Length > 0 && call.Bucket != bucket && call.Operation != "CreateBucket")
            throw new S3Error("NoSuchBucket", 404, "The specified bucket does not exist", ("BucketName", call.Bucket));
        if (!caller.Actions.Contains(call.Action))
            throw S3Error.AccessDenied(
                $"User: {caller.KeyId} is not authorized to perform: {call.Action} on resource: \"arn:aws:s3:::{call.Path.TrimStart('/')}\""
            );
        var payload = new S3Payload(call, authorization, chunkSignatures, new S3BodyReader(call.Context, fault));
        var usesBody = call.Operation is "PutObject" or "UploadPart" or "CompleteMultipartUpload";
        if (!usesBody) // the body is checked even if the operation does not use it
            await payload.CopyToAsync(Stream.Null, Checksum.Default);
        return call.Operation switch
        {
            "PutObject" => await PutAsync(call, payload),
            "GetObject" or "HeadObject" => S3Objects.Get(call, Find(call, caller)),
            "DeleteObject" => objects.Delete(call.Key),
            "ListObjectsV2" => S3Listing.List(call, objects.All),
            "CreateMultipartUpload" => uploads.Create(call),
            "UploadPart" => await uploads.PutPartAsync(call, payload),
            "CompleteMultipartUpload" => await uploads.CompleteAsync(call, payload),
            "AbortMultipartUpload" => uploads.Abort(call),
            "HeadBucket" => new S3Response(),
            _ => throw new S3Error("NotImplemented", 501, $"{call.Operation} is not something that this server does."),
        };
    }

    private async Task<S3Response> PutAsync(S3Call call, S3Payload payload)
    {
        if (call.Request.ContentLength is null)
            throw new S3Error("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
        var draft = objects.CreateDraft(call);
        var body = await payload.SaveAsync(draft.File, Checksum.Default);
        return objects.Put(
            draft with
            {
                Length = body.Length,
                ETag = body.ETag,
                ChecksumName = body.ChecksumName,
                Checksum = body.ChecksumText,
            }
        );
    }

    // A caller without permission to list gets AccessDenied for missing keys, so that it cannot find out which keys exist.
    private S3Object Find(S3Call call, S3Credential caller) =>
        objects.Find(call.Key)
        ?? throw (caller.Actions.Contains("s3:ListBucket") ? S3Error.NoSuchKey(call.Key) : S3Error.AccessDenied("Access Denied"));

    private void RecordRequest(S3Call call, int status) =>
        requests.Enqueue(
            new(
                call.Operation,
                call.Action,
                call.Key,
                status,
                call.Request.Headers.ToDictionary(
                    header => header.Key.ToLowerInvariant(),
                    header => header.Value.ToString(),
                    StringComparer.Ordinal
                )
            )
        );
}
