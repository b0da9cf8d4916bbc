using Bokgi.Host.Platform.Schedules.Store;

namespace Bokgi.Host.Platform.Schedules;

internal static class ScheduleServices
{
    public static void AddSchedule(this IServiceCollection services)
    {
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<Schedule>();
        services.AddHostedService(provider => provider.GetRequiredService<Schedule>());
    }
}
