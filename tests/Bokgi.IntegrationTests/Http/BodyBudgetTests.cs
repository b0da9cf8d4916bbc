using System.Net.Sockets;
using Bokgi.Host.Platform.Bodies;
using Bokgi.Host.Platform.Errors;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Bokgi.IntegrationTests.Http.BodyRequests;

namespace Bokgi.IntegrationTests.Http;

/// <summary>The memory budget that all bodies share while they are read.</summary>
public sealed class BodyBudgetTests : IDisposable
{
    private const int FirstBufferBytes = 4_096;

    private readonly HttpServer server = new();

    private BodyBudget Budget => server.Services.GetRequiredService<BodyBudget>();

    public void Dispose() => server.Dispose();

    [Fact]
    public void Budget_TakenByOthers_RefusesBodiesUntilItIsReturned()
    {
        server.Get("/health").Status.ShouldBe(200);
        // Leaves 4 KiB, too little for a body. Takes small amounts, because large ones may not use the whole budget.
        for (var taken = 4_096L; taken < BodyBudget.DefaultCapacity; taken += 4_096)
            Budget.Take(4_096, alreadyHeld: 0);

        var answer = server.Send(HttpMethod.Post, RunPath, "{\"no_field\":1}");
        answer.ShouldBeProblem(429, "send this one again after the seconds in Retry-After");
        answer.Headers["Retry-After"].ShouldBe("1");
        Budget.TakenBytes.ShouldBe(BodyBudget.DefaultCapacity - 4_096);
        server.Send(HttpMethod.Post, "/api/data/collection/trigger").Status.ShouldNotBe(429);
        server.Get("/health").Status.ShouldBe(200);

        Budget.Return(BodyBudget.DefaultCapacity - 4_096);
        server.Send(HttpMethod.Post, RunPath, "{\"no_field\":1}").Status.ShouldBe(422);
        Budget.TakenBytes.ShouldBe(0);
    }

    [Fact]
    public void Budget_TakenByLongBodies_LeavesRoomForShortOnes()
    {
        server.Get("/health").Status.ShouldBe(200);
        var taken = 0L;
        try
        {
            for (; ; taken += Mebibyte)
                Budget.Take(Mebibyte, alreadyHeld: 0);
        }
        catch (BodyRejectedException) { }

        taken.ShouldBe(BodyBudget.DefaultCapacity - (2 * Mebibyte)); // 2 MiB are reserved for small bodies
        server.Send(HttpMethod.Post, RunPath, "{\"no_field\":1}").Status.ShouldBe(422);
        Budget.Return(taken);
    }

    [Fact]
    public void Budget_BodiesStillArriving_IsTakenAsTheyArriveAndReturnedWhenTheyAreAborted()
    {
        server.Get("/health").Status.ShouldBe(200);
        List<TcpClient> idleClients =
        [
            .. Enumerable.Range(0, 40).Select(_ => BeginRequest(server, $"Content-Length: {Mebibyte}\r\n\r\n{{")),
        ];
        WaitUntil(() => Budget.TakenBytes == 40 * FirstBufferBytes, "that only announce their length");
        var sendingClients = new List<TcpClient>();
        while (sendingClients.Count < 21) // a 22nd would need the 2 MiB that are reserved for small bodies
        {
            sendingClients.Add(BeginRequest(server, $"Content-Length: {Mebibyte}\r\n\r\n{new string(' ', Mebibyte - 1)}"));
            WaitUntil(
                () => Budget.TakenBytes == (40 * FirstBufferBytes) + ((long)sendingClients.Count * Mebibyte),
                "that have arrived except for their last byte"
            );
        }

        server.Send(HttpMethod.Post, RunPath, "{\"no_field\":1}").Status.ShouldBe(422);
        Send(server, "POST", RunPath, PadToLength("{}", Mebibyte), isChunked: true).Status.ShouldBe(429);

        sendingClients.ForEach(client => client.Dispose());
        idleClients.ForEach(client => client.Dispose());
        WaitUntil(() => Budget.TakenBytes == 0, "that were aborted");
    }

    [Fact]
    public void Budget_AfterEveryKindOfAnswer_IsReturned()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        server.RunBacktest(ValidBody("{}")).Status.ShouldBe(200);
        foreach (var body in (string[])["", "null", "{", "{\"x\":1}", "[]", new string('[', 20), ValidBody("{\"x\":1}")])
            server.Send(HttpMethod.Post, RunPath, body).Status.ShouldBe(422);
        server.Send(HttpMethod.Post, RunPath, "x", "text/plain").Status.ShouldBe(415);
        server.Send(HttpMethod.Post, "/jobs/recurring/trigger", "jobs[]=x", "application/x-www-form-urlencoded").Status.ShouldBe(204);

        WaitUntil(() => Budget.TakenBytes == 0, "that are answered");
    }

    private static void WaitUntil(Func<bool> condition, string bodiesDescription)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider
                .System.GetElapsedTime(started)
                .ShouldBeLessThan(TimeSpan.FromSeconds(60), $"the budget of bodies {bodiesDescription}");
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
        }
    }
}
