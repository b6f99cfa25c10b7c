package dev.lockstep.camel.sensor;

import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Starts the sensor's timer when its route is resumed: {@link BarrierWait} stops it when the route is suspended. Bean
 * name: {@code sensorResume}.
 */
public final class SensorResume extends RoutePolicySupport {

    @Override
    public void onResume(Route route) {
        ServiceHelper.startService(route.getConsumer());
    }
}
