using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.Alerts.Store;

internal sealed class AlertTables
    : IEntityTypeConfiguration<AlertRow>,
        IEntityTypeConfiguration<AlertDeliveryRow>,
        IEntityTypeConfiguration<AlertGroupRow>,
        IEntityTypeConfiguration<AlertCursorRow>
{
    public void Configure(EntityTypeBuilder<AlertRow> builder)
    {
        builder.ToTable("alerts").HasKey(alert => alert.Number);
        builder.Property(alert => alert.Kind).HasConversion(kind => WireNames.Of(kind), text => WireNames.Parse<AlertKind>(text));
        builder.HasIndex(alert => alert.CreatedUtc);
        builder
            .HasMany(alert => alert.Deliveries)
            .WithOne()
            .HasForeignKey(delivery => delivery.AlertNumber)
            .OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AlertDeliveryRow> builder)
    {
        builder.ToTable("alert_deliveries").HasKey(delivery => delivery.Number);
        builder
            .Property(delivery => delivery.State)
            .HasConversion(state => WireNames.Of(state), text => WireNames.Parse<DeliveryState>(text));
        builder.HasIndex(delivery => new { delivery.State, delivery.DueUtc });
    }

    public void Configure(EntityTypeBuilder<AlertGroupRow> builder)
    {
        builder.ToTable("alert_groups").HasKey(group => group.Key);
        builder
            .Property(group => group.LastSeverity)
            .HasConversion(severity => WireNames.Of(severity), text => WireNames.Parse<AlertSeverity>(text));
        builder.HasIndex(group => group.DueUtc);
    }

    // The table and the column have their names from earlier versions.
    public void Configure(EntityTypeBuilder<AlertCursorRow> builder)
    {
        builder.ToTable("alert_positions").HasKey(cursor => cursor.Source);
        builder.Property(cursor => cursor.Cursor).HasColumnName("Position");
    }
}
