using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bokgi.Host.Presets.Store;

internal sealed class PresetTable : IEntityTypeConfiguration<PresetRow>
{
    public void Configure(EntityTypeBuilder<PresetRow> builder)
    {
        builder.ToTable("presets");
        builder.HasKey(preset => preset.Name);
        builder.HasData(
            new PresetRow
            {
                Name = "conservative",
                Strategy = "volume_long_candle",
                Params = """{"vol_ma_window":20,"vol_multiplier":1.5,"body_pct":0.01}""",
            },
            new PresetRow
            {
                Name = "balanced",
                Strategy = "volume_zone_breakout",
                Params = """{"volume_window":20,"top_percentile":0.2,"breakout_buffer":0.0}""",
            },
            new PresetRow
            {
                Name = "aggressive",
                Strategy = "volume_zone_breakout",
                Params = """{"volume_window":10,"top_percentile":0.3,"breakout_buffer":0.0}""",
            }
        );
    }
}
