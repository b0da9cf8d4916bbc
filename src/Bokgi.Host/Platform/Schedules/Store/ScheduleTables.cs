using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.Platform.Schedules.Store;

internal sealed class ScheduleTables : IEntityTypeConfiguration<ScheduleRow>
{
    public void Configure(EntityTypeBuilder<ScheduleRow> builder)
    {
        builder.ToTable("schedules");
        builder.HasKey(row => row.Number);
        builder.HasIndex(row => row.Name).IsUnique();
    }
}
