package dev.lockstep.camel.sensor;

import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Starts the sensor's loop when its route is resumed: {@link BarrierWait} ends it when the route is suspended, and Camel resumes
 * neither a processor nor a {@code timer:} that was stopped. Bean name: {@code sensorResume}.
 */
public final class SensorResume extends RoutePolicySupport {

    private final BarrierWait barrierWait;

    public SensorResume(BarrierWait barrierWait) {
        this.barrierWait = barrierWait;
    }

    @Override
    public void onResume(Route route) {
        barrierWait.waitAgain();
        ServiceHelper.startService(route.getConsumer());
    }
}
