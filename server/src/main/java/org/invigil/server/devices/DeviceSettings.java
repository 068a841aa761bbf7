package org.invigil.server.devices;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of devices, {@code invigil.devices.*}.
 *
 * @param sharedAddressFrom so many students of one exam at one address at once are a hint for the proctor
 * @param knownNetworks addresses and networks (CIDR) from which many may come, such as a school's; nothing is said of them. Of IPv6
 *     networks of 64 bits or less (and {@code ::1}), since no more of an address is kept
 */
@Validated
@ConfigurationProperties(prefix = "invigil.devices", ignoreUnknownFields = false)
record DeviceSettings(
        @DefaultValue("3") @Min(2) @Max(10_000) int sharedAddressFrom,

        @DefaultValue({"127.0.0.0/8", "::1"})
        List<
                        @Pattern(
                                regexp = DeviceSettings.NETWORK,
                                message =
                                        "must be an address or a network such as 192.0.2.0/24, or of IPv6 a network of /64 or wider")
                        String>
                knownNetworks) {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = "(?:" + OCTET + "\\.){3}" + OCTET + "(?:/(?:3[0-2]|[12]?\\d))?";
    private static final String IPV6 = "::1|[0-9a-fA-F:]*:[0-9a-fA-F:]*/(?:6[0-4]|[1-5]?\\d)";
    private static final String NETWORK = IPV4 + "|" + IPV6;
}
